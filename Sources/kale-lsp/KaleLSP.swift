import KaleAnalysis
import ArgumentParser
import KaleCommandLine
import KaleWorkspace

@main
struct KaleLSP: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kale-lsp",
    abstract: "A language server for notebooks that Kale turns into Kubeflow pipelines.",
    discussion: """
      Without a subcommand it serves an editor over standard input and output.

      Examples:
        kale-lsp check notebooks/            what is wrong with the notebooks of a folder
        kale-lsp graph train.ipynb           the steps of a notebook, with their inputs and outputs
        kale-lsp compile train.ipynb         the pipeline, into .kale/ beside the notebook
        kale-lsp run train.ipynb             the same, run on this machine with your own Python
        kale-lsp fix --migrate old.ipynb     a notebook of Kale 0.x, as \(KaleRelease.current) wants it
        kale-lsp serve                       the language server, as an editor starts it
        kale-lsp --generate-completion-script bash
      """,
    version: KaleLSPVersion.current,
    subcommands: [
      Serve.self, Check.self, Fix.self, Graph.self, Compile.self, Run.self, Rules.self, RulePage.self,
      Names.self, Cells.self,
    ],
    defaultSubcommand: Serve.self)

  /// Runs the program. A command line that cannot be understood ends with the status of a command that could not run,
  /// and not with one of the library's own.
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments == ["--version"] { return print(KaleLSPVersion.current) }
    do {
      if try PlainCommandLine.run(Array(arguments)) { return }
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // The parser finds out all about the command before it ends the process, and the status says it all.
      if let status = error as? ExitCode { CurrentProcess.exit(status.rawValue) }
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      StandardError.write(fullMessage(for: error))
      CurrentProcess.exit(ExitStatus.couldNotRun.rawValue)
    }
  }
}
