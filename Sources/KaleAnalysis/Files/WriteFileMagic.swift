import NotebookModel
import PythonSyntax

extension CodeFacts {
  /// The path of the file that a `%%writefile` cell creates or replaces; nil for other code, and for a cell that appends to
  /// the file.
  var fileWrittenByMagic: String? {
    guard let escape = facts.escapes.first, escape.kind == .cellMagic,
      ["file", "writefile"].contains(escape.word)
    else { return nil }
    let line = String(decoding: source[escape.range.clamped(to: source.indices)], as: UTF8.self)
    let words = line.split(whereSeparator: \.isWhitespace).dropFirst()
    guard words.count == 1, let name = words.first, !name.hasPrefix("-") else { return nil }
    let path = name.filter { $0 != "\"" && $0 != "'" }
    return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }
}

extension NotebookAnalysis {
  /// Returns the path of the file that a `%%writefile` cell creates or replaces; nil for other cells.
  package func fileWritten(byMagicIn cell: CellIndex) -> String? { facts[cell].fileWrittenByMagic }

  /// The files that only `%%writefile` cells outside the pipeline write, with their cells.
  package var filesWrittenBySkippedCells: [String: CellIndex] {
    var files: [String: CellIndex] = [:]
    for cell in cells(with: .escapes)
    where outline.assignments[cell] == .skipped || outline.assignments[cell] == .dropped {
      if let file = fileWritten(byMagicIn: cell) { files[file] = cell }
    }
    return files
  }
}
