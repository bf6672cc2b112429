import JSONSyntax
import LanguageServerProtocol
import NotebookModel
import SourceText

/// A notebook in one of its shapes: its documents, and where each part of it stands in them.
///
/// It is written here, and its places are counted here, without the code under test: what a request answers is compared
/// with it.
package struct RenderedNotebook {
  /// The texts: one, or one a cell.
  package internal(set) var texts: [String] = []
  /// Where the parts of each cell stand.
  package internal(set) var cells: CellArray<RenderedCell> = []

  /// Returns the bytes that show a place, and the document; nil for a place that the shape cannot show.
  package func span(of place: NotebookPlace) -> DocumentSpan? {
    guard let index = place.cell, cells.indices.contains(index) else { return nil }
    let cell = cells[index]
    switch place {
    case .cell: return DocumentSpan(document: cell.document, bytes: cell.head)
    case .tag(_, let tag):
      return DocumentSpan(
        document: cell.document, bytes: cell.tags.isEmpty ? cell.head : cell.tags[tag].whole)
    case .source(_, let range):
      return DocumentSpan(
        document: cell.document, bytes: cell.starts[range.lowerBound]..<cell.end(ofSource: range))
    case .metadata, .metadataKey, .file, .notebook: return nil
    }
  }
}

/// Bytes of one of a notebook's documents.
package struct DocumentSpan: Hashable, Sendable {
  /// The index of the document.
  package var document: Int
  /// The bytes, counted in UTF-8.
  package var bytes: Range<Int>
}

/// Where the parts of a cell stand in its document, in bytes.
package struct RenderedCell: Sendable {
  /// The index of the document.
  package var document = 0
  /// The cell with its marker and all that belongs to it.
  package var whole = 0..<0
  /// What shows the cell as such: its marker, or its first line of code.
  package var head = 0..<0
  /// For each byte of its source, and for the end, where it starts.
  package var starts: [Int] = []
  /// For each byte of its source where it ends.
  package var ends: [Int] = []
  /// Its tags, where they stand in the text.
  package var tags: TagArray<(whole: Range<Int>, content: Range<Int>)> = []
  /// The path to another notebook, without its quotes, where it stands in the text.
  package var notebookPath: Range<Int>?

  /// Returns where a range of the source ends: with its last byte, since what follows may stand on another line.
  func end(ofSource range: Range<Int>) -> Int {
    range.isEmpty ? starts[range.lowerBound] : ends[range.upperBound - 1]
  }
}

extension String {
  /// Returns the place of a byte in terms of the protocol, found by counting from the text's start.
  package func position(ofByte byte: Int, _ columns: ColumnEncoding) -> (line: Int, character: Int) {
    let before = Array(utf8.prefix(byte))
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let part = String(decoding: before[lineStart...], as: UTF8.self)
    return (line, columns == .utf8 ? part.utf8.count : part.utf16.count)
  }

  /// Returns the byte at a place in terms of the protocol; the end of the line for one behind it.
  package func byte(ofLine line: Int, character: Int, _ columns: ColumnEncoding) -> Int {
    var start = 0
    for (index, text) in split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard index == line else {
        start += text.utf8.count + 1
        continue
      }
      if columns == .utf8 { return start + min(character, text.utf8.count) }
      let prefix = String(decoding: text.utf16.prefix(character), as: UTF16.self)
      return start + prefix.utf8.count
    }
    return utf8.count
  }

  /// Returns the text after edits of the protocol, all of which are about the text as it is.
  package func applying(_ edits: [JSONValue], _ columns: ColumnEncoding) -> String {
    var bytes = Array(utf8)
    let replacements = edits.compactMap { edit -> (Range<Int>, String)? in
      guard let range = edit["range"]?.asRange, let new = edit["newText"]?.asString else { return nil }
      let start = byte(ofLine: range.start.line, character: range.start.character, columns)
      let end = byte(ofLine: range.end.line, character: range.end.character, columns)
      return (start..<max(start, end), new)
    }
    for (range, new) in replacements.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
      bytes.replaceSubrange(range, with: new.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
