/// Tags where they are written.
extension JupytextDocument {
  package func fileRange(ofNotebookPathIn cell: CellIndex) -> Range<Int>? {
    guard let path = cells[checked: cell]?.options?["notebook_path"], path.string != nil else { return nil }
    return content(of: path)
  }

  package func fileRange(ofTag index: TagIndex, in cell: CellIndex, part: Range<Int>) -> Range<Int>? {
    guard let tag = cells[checked: cell]?.tags[checked: index], let text = tag.string else { return nil }
    let content = content(of: tag)
    // A tag with escapes, which no Kale tag has, is shown as a whole.
    guard lines.bytes[content].elementsEqual(text.utf8) else { return content }
    let part = part.clamped(to: 0..<content.count)
    return content.lowerBound + part.lowerBound..<content.lowerBound + part.upperBound
  }

  /// The bytes of a value without its quotes.
  private func content(of node: TextNode) -> Range<Int> {
    let bytes = lines.bytes[node.range]
    guard bytes.count >= 2, let quote = bytes.first, Self.isQuote(quote), bytes.last == quote else {
      return node.range
    }
    return node.range.lowerBound + 1..<node.range.upperBound - 1
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  package func typedTag(at offset: Int) -> TypedTag? {
    guard let index = lastCell(startingBy: offset), cells[index].hasMarker, let options = cells[index].options
    else {
      return nil
    }
    if let tag = cells[index].tags.firstIndex(where: { contains($0, offset) }) {
      let start = content(of: cells[index].tags[tag]).lowerBound
      return TypedTag(
        cell: index, index: tag, typed: lines.bytes[start..<max(start, offset)].string,
        range: start..<max(start, offset))
    }
    return options.isYAML ? nil : unfinishedTag(at: offset, in: index)
  }

  private func contains(_ tag: TextNode, _ offset: Int) -> Bool {
    let content = content(of: tag)
    return content.lowerBound <= offset && offset <= content.upperBound
  }

  /// The tag that has no closing quote yet, so that the metadata after it cannot be read.
  private func unfinishedTag(at offset: Int, in cell: CellIndex) -> TypedTag? {
    let line = lines[cells[cell].lines.lowerBound]
    guard line.startIndex <= offset, offset <= line.endIndex else { return nil }
    let front = line[..<offset]
    guard let name = front.firstPlace(of: "tags"), let open = front[name...].firstIndex(of: UInt8(ascii: "["))
    else {
      return nil
    }
    var start: Int?
    var count = 0
    for (place, byte) in zip(front.indices, front) where place > open {
      if let first = start {
        guard byte == front[first - 1] else { continue }
        start = nil
        count += 1
      } else if Self.isQuote(byte) {
        start = place + 1
      } else if byte == UInt8(ascii: "]") {
        return nil
      }
    }
    return start.map {
      TypedTag(cell: cell, index: TagIndex(count), typed: front[$0...].string, range: $0..<offset)
    }
  }
}
