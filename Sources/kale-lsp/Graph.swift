import KaleAnalysis
import ArgumentParser
import KaleCommandLine
import KaleIDE
import KaleWorkspace

struct Graph: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Print a notebook's pipeline: its steps, their order and the data between them.",
    discussion: """
      Exit status: 0, 1 where the notebook has errors (what can be made out is printed all the same), 2 could not run.

      Examples:
        kale-lsp graph train.ipynb
        kale-lsp graph train.ipynb --output-format mermaid
        kale-lsp graph train.ipynb --output-format dot | dot -Tsvg > train.svg
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(help: "How to print the pipeline.")
  var outputFormat = GraphReport.Format.json

  @Flag(
    help:
      "Show the pipeline that \(KaleRelease.current) makes, where that differs from the one kale-lsp makes.")
  var kale = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let file = try NotebookFile.opened(path)
    print(GraphReport(file.analysis, path: file.path, isKales: kale).text(outputFormat), terminator: "")
    try file.stop(options.selection) { $0.hasErrors }
  }
}

extension GraphReport.Format: ExpressibleByArgument {}
