import ArgumentParser
import KaleLanguageServer
import KalePipeline

struct Graph: ParsableCommand {
  static let configuration = CommandConfiguration(
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

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let file = try NotebookFile.opened(path)
    print(GraphReport(file).text(outputFormat), terminator: "")
    try file.stopOnErrors(options.selection)
  }
}

extension GraphReport.Format: ExpressibleByArgument {}

extension NotebookFile {
  /// Ends the command where the notebook has errors, and says what is wrong; gives what else there is to say.
  @discardableResult
  func stopOnErrors(_ selection: FindingSelection) throws -> CheckReport {
    var report = CheckReport(selection)
    report.add(self)
    guard report.hasErrors else { return report }
    StandardError.write(report.text(.text), terminator: "")
    throw ExitStatus.errorsFound
  }

  /// The notebook at a path; ends the command where it cannot be read.
  static func opened(_ path: String) throws -> NotebookFile {
    do {
      return try NotebookFile(path: path)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}
