import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The files that cells write with `%%writefile` and that other cells use: modules that they import, and files whose names
/// they mention.
///
/// In a pipeline such a cell runs at the start of every step, as imports do: each step has a container of its own. What a cell
/// adds to a file, each step would add again.
struct WrittenFiles {
  /// The cells, with the names of their files.
  private(set) var files: [CellIndex: String] = [:]

  init(_ cells: [CellSurvey.Cell], in analysis: NotebookAnalysis) {
    var writers: [String: [CellIndex]] = [:]
    for cell in cells {
      guard let name = analysis.fileWritten(byMagicIn: cell.index) else { continue }
      writers[name, default: []].append(cell.index)
    }
    guard !writers.isEmpty else { return }
    let users = cells.filter { cell in cell.purpose.runsCode }
    for (name, cells) in writers where cells.count == 1 {
      if users.contains(where: { $0.index != cells[0] && Self.uses(name, $0, in: analysis.notebook) }) {
        files[cells[0]] = name
      }
    }
  }

  /// Whether a cell imports a file as a module, or mentions its name.
  private static func uses(_ file: String, _ cell: CellSurvey.Cell, in notebook: Notebook) -> Bool {
    if file.hasSuffix(".py") {
      let parts = file.dropLast(3).split(separator: "/")
      let isImported = cell.facts.imports.contains { fact in
        let module = fact.module.split(separator: ".")
        return module.first == parts.first || module.first == parts.last
      }
      if isImported { return true }
    }
    let name = file.split(separator: "/").last ?? Substring(file)
    return notebook.cells[cell.index].source.string.contains(name)
  }
}

extension CellSurvey.Purpose {
  /// Whether the cell has code that steps may run.
  fileprivate var runsCode: Bool {
    switch self {
    case .blank, .reading: false
    case .tagged, .imports, .functions, .parameters, .settings, .file, .metrics, .work: true
    }
  }
}
