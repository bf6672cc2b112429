import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Cells: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the cells that kale-lsp reads from notebooks, for debugging.",
    discussion: """
      Reads `.ipynb` files and jupytext notebooks. Prints one line of JSON per file, in the order of the arguments: \
      the kind, source and tags of each cell, and Kale's configuration.

      Exit status: 0 if every file could be read, 2 if not.

      Example:
        kale-lsp cells train.py | jq '.cells[].tags'
      """,
    shouldDisplay: false)

  @Argument(help: "Notebooks.", completion: .file())
  var paths: [String]

  func run() throws {
    var couldNotRun = false
    for path in paths {
      do {
        StandardOutput.append(CellsReport(try NotebookFile(path: path)).line)
      } catch {
        StandardError.write("kale-lsp: \(error.description)")
        couldNotRun = true
      }
    }
    if couldNotRun { throw ExitStatus.couldNotRun }
  }
}
