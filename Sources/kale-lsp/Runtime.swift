import KaleWorkspace
import ArgumentParser
import PipelineCompiler

struct Runtime: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the Python file that runs the steps of exact pipelines.",
    discussion: """
      A compiled pipeline contains this file in a compressed form, unless its runtime is Kale's.

      Exit status: 0.

      Examples:
        kale-lsp runtime | less
      """,
    shouldDisplay: false)

  func run() {
    StandardOutput.append(ExactRuntime.source, terminator: "")
  }
}
