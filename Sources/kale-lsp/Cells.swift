import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Cells: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the cells that are read from notebooks, to find mistakes of kale-lsp itself.",
    discussion: """
      One line of JSON a file, in the order of the arguments: kind, source and tags of each cell, and Kale's \
      configuration, from `.ipynb` files and from notebooks as jupytext writes them.

      Exit status: 0 all files read, 2 a file could not be read.

      Examples:
        kale-lsp cells train.py | jq '.cells[].tags'
      """,
    shouldDisplay: false)

  @Argument(help: "Notebooks.", completion: .file())
  var paths: [String]

  func run() throws {
    var couldNotRun = false
    for path in paths {
      do {
        print(CellsReport(try NotebookFile(path: path)).line)
      } catch {
        StandardError.write("kale-lsp: \(error.description)")
        couldNotRun = true
      }
    }
    if couldNotRun { throw ExitStatus.couldNotRun }
  }
}
