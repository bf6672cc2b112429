import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// The place where code names a file: the text with its quotation marks, or the first line of the statement.
  func place(of use: FileUse) -> NotebookPlace {
    let path = use.file.prefix
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let found = text(of: path, in: use) ?? text(of: name, in: use) else {
      return .source(cell: use.cell, range: firstLine(of: use))
    }
    return .source(cell: use.cell, range: found.quoted)
  }

  /// The place of a string in a statement, with its quotation marks if it is a literal; nil if it is not there.
  func text(of path: String, in use: FileUse) -> QuotedText? {
    let source = notebook.cells[use.cell].source.utf8
    // The arguments of a cell magic are the rest of the cell.
    let isMagic = source.first == UInt8(ascii: "%")
    let range = isMagic ? 0..<source.count : use.statement.clamped(to: 0..<source.count)
    let text = Array(path.utf8)
    var found: QuotedText?
    var start = range.lowerBound
    while !text.isEmpty, start + text.count <= range.upperBound {
      if source[start] == text[0], source[start..<start + text.count].elementsEqual(text) {
        let place = QuotedText(bytes: start..<start + text.count, in: source)
        if place.isWhole { return place }
        found = found ?? place
      }
      start += 1
    }
    return found
  }

  private func firstLine(of use: FileUse) -> Range<Int> {
    let source = notebook.cells[use.cell].source.utf8
    let range = use.statement.clamped(to: 0..<source.count)
    let end = source[range].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
    return range.lowerBound..<end
  }
}

/// A string in code.
struct QuotedText {
  /// Where it is, without quotation marks.
  let bytes: Range<Int>
  /// Whether a string literal consists of it.
  let isWhole: Bool
  /// Whether the code before the literal joins it to another string: `folder + "/a.csv"`, `folder / "a.csv"`.
  let isJoined: Bool

  init(bytes: Range<Int>, in source: [UInt8]) {
    self.bytes = bytes
    let (before, after) = (bytes.lowerBound - 1, bytes.upperBound)
    isWhole =
      source.indices.contains(before) && source.indices.contains(after) && source[before] == source[after]
      && (source[before] == UInt8(ascii: "\"") || source[before] == UInt8(ascii: "'"))
    let preceding = source[..<max(0, before)].last { $0 != UInt8(ascii: " ") }
    isJoined = preceding == UInt8(ascii: "+") || preceding == UInt8(ascii: "/")
  }

  /// Where it is, with the quotation marks around it.
  var quoted: Range<Int> { isWhole ? bytes.lowerBound - 1..<bytes.upperBound + 1 : bytes }
}
