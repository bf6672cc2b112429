import LanguageServerProtocol
import NotebookModel
import SourceText

/// Tags in the text of a notebook that has them there.
extension OpenNotebook {
  /// The tag that is being written at a position; nil in a notebook document, whose texts hold no tags.
  ///
  /// - Throws: Where the document has no such line.
  func typedTag(at position: Position, _ columns: ColumnEncoding) throws -> TypedTag? {
    switch shape {
    case .file(let file, _): file.typedTag(at: try file.text.offset(of: position, columns))
    case .synced: nil
    }
  }

  /// What stands of a tag that is being written.
  func range(of tag: TypedTag, _ columns: ColumnEncoding) -> PositionRange {
    switch shape {
    case .file(let file, _): file.text.positionRange(of: tag.range, columns)
    case .synced: .startOfDocument
    }
  }

  /// Where the name stands in a tag such as `step:name`; nil where tags are not in the text.
  func location(ofNameInTag index: TagIndex, of cell: CellIndex, _ columns: ColumnEncoding) -> Location? {
    guard case .file(let file, _) = shape, notebook.cells.indices.contains(cell),
      notebook.cells[cell].tags.indices.contains(index),
      let tag = notebook.cells[cell].tags[index].text?.utf8, let colon = tag.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let start = tag.distance(from: tag.startIndex, to: colon) + 1
    return file.fileRange(ofTag: index, in: cell, part: start..<tag.count).map { range in
      Location(uri: uri, range: file.text.positionRange(of: range, columns))
    }
  }
}
