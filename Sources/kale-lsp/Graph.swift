import KaleAnalysis
import ArgumentParser
import KaleCommandLine
import KaleIDE
import KaleWorkspace

struct Graph: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Print a notebook's pipeline: steps, order and data flow.",
    discussion: """
      Notebooks with errors are printed too, as far as possible.

      Exit status: 0 if there are no errors, 1 if there are, 2 if the command could not run.

      Examples:
        kale-lsp graph train.ipynb
        kale-lsp graph train.ipynb --output-format mermaid
        kale-lsp graph train.ipynb --output-format dot | dot -Tsvg > train.svg
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(help: "Output format.")
  var outputFormat = GraphReport.Format.json

  @Flag(
    help:
      "Print the pipeline as \(KaleRelease.current) compiles it, not as kale-lsp does.")
  var kale = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let settings = options.settings
    let file = try settings.open(path)
    print(GraphReport(file.analysis, path: file.path, isKales: kale).text(outputFormat), terminator: "")
    try file.stop(settings.selection(for: file)) { $0.hasErrors }
  }
}

extension GraphReport.Format: ExpressibleByArgument {}
