/// A tag that is being written in a text.
package struct TypedTag: Sendable, Hashable {
  /// The index of the tag's cell in the notebook.
  package var cell: CellIndex
  /// The tag's index in the cell's list.
  package var index: TagIndex
  /// What of it precedes the place where it is written.
  package var typed: String
  /// The bytes of the text that `typed` stands for.
  package var range: Range<Int>
}

extension IpynbDocument {
  /// The tag that is written at a byte of the file: between the quotes of one, or after the last sign of one that has no
  /// closing quote yet.
  package func typedTag(at offset: Int) -> TypedTag? {
    guard let cell = lastCell(startingBy: offset) else { return nil }
    for (index, node) in cellNodes[cell].tags.indexed {
      guard let content = node.contentRange, let map = node.stringMap, let bytes = node.utf8Content,
        content.lowerBound <= offset, offset <= content.upperBound
      else { continue }
      let typed = String(decoding: bytes.prefix(map.decodedOffset(ofText: offset)), as: UTF8.self)
      return TypedTag(cell: cell, index: index, typed: typed, range: content.lowerBound..<offset)
    }
    return nil
  }

  /// The bytes of the file that show a part of a tag, which counts in bytes of the tag's text; nil where there is no such
  /// tag, or it is no text.
  package func fileRange(ofTag index: TagIndex, in cell: CellIndex, part: Range<Int>) -> Range<Int>? {
    guard cellNodes.indices.contains(cell), let node = cellNodes[cell].tags[checked: index],
      let map = node.stringMap
    else { return nil }
    let start = map.textOffset(ofDecoded: part.lowerBound)
    return start..<max(start, map.textOffset(ofDecoded: part.upperBound))
  }
}
