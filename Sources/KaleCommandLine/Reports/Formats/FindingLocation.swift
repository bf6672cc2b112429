import KaleRules
import KaleWorkspace
import NotebookModel
import SourceText

/// Where a finding is, as people count: lines and columns from 1, in the cell of an `.ipynb` file, or in the text that the
/// notebook is.
struct FindingLocation {
  /// The cell; nil where the line is one of the file.
  let cell: CellIndex?
  /// Where it starts, from 1.
  let start: TextPosition
  /// Where it ends, from 1.
  let end: TextPosition

  /// Finds a place in a notebook.
  init(of place: NotebookPlace, in document: any NotebookText) {
    guard document is IpynbDocument, let index = place.cell,
      document.notebook.cells.indices.contains(index)
    else {
      cell = nil
      (start, end) = Self.positions(of: document.fileRange(of: place), in: document.text)
      return
    }
    cell = index
    let source = document.notebook.cells[index].source
    switch place {
    case .source(_, let range): (start, end) = Self.positions(of: range, in: source)
    case .cell: (start, end) = Self.positions(of: source.contentRange(ofLine: 0) ?? 0..<0, in: source)
    case .tag, .metadata, .metadataKey, .file, .notebook:
      // Tags stand above the first line.
      (start, end) = (TextPosition(line: 1, column: 1), TextPosition(line: 1, column: 1))
    }
  }

  /// Where a place is in the file, from 1.
  static func inFile(_ place: NotebookPlace, of document: any NotebookText) -> (
    start: TextPosition, end: TextPosition
  ) { positions(of: document.fileRange(of: place), in: document.text) }

  /// Where some bytes are in a text, from 1.
  static func positions(of range: Range<Int>, in text: SourceText) -> (start: TextPosition, end: TextPosition)
  {
    (position(of: range.lowerBound, in: text), position(of: range.upperBound, in: text))
  }

  /// The position of a byte, from 1, with columns that count characters as Python does.
  private static func position(of offset: Int, in text: SourceText) -> TextPosition {
    var position = text.position(of: offset, in: .utf16)
    let line = text.contentRange(ofLine: position.line) ?? 0..<0
    let end = min(max(offset, line.lowerBound), line.upperBound)
    // On a line that no person reads, the columns of editors are good enough.
    if end - line.lowerBound < longestCountedLine {
      // In UTF-8, only characters of two UTF-16 code units start with such a byte.
      position.column -= text.utf8[line.lowerBound..<end].count { $0 >= 0xF0 }
    }
    // Editors do not show a byte order mark.
    let mark = ByteOrderMark.utf8
    if position.line == 0, end >= mark.count, text.utf8.starts(with: mark) { position.column -= 1 }
    return TextPosition(line: position.line + 1, column: position.column + 1)
  }

  private static let longestCountedLine = 1 << 16

  /// The location after the path of its file: `cell 3:1:5`.
  var text: String { (cell.map { "cell \($0.number):" } ?? "") + "\(start.line):\(start.column)" }
}
