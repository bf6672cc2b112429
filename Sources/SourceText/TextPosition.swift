/// A place in a text as a person and LSP count: lines and columns from 0.
package struct TextPosition: Sendable, Hashable, Comparable {
  package var line: Int
  /// Code units before the place on its line, in the encoding that was asked for.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// The code units in which columns are counted.
package enum ColumnEncoding: Sendable {
  case utf8
  case utf16
}

extension SourceText {
  /// The position of a byte offset; one outside the text counts as its nearest end, one inside a character as the
  /// character's start.
  package func position(of offset: Int, in encoding: ColumnEncoding) -> TextPosition {
    let line = line(containing: offset)
    let content = contentRange(ofLine: line) ?? 0..<0
    let end = min(max(offset, content.lowerBound), content.upperBound)
    let column =
      switch encoding {
      case .utf8: characterStart(at: end, notBefore: content.lowerBound) - content.lowerBound
      case .utf16:
        utf16Length(of: content.lowerBound..<characterStart(at: end, notBefore: content.lowerBound))
      }
    return TextPosition(line: line, column: column)
  }

  /// The byte offset of a position: nil where the text has no such line. A column past the end of its line counts
  /// as the end of the line, as LSP says, and one inside a character as the character's start.
  package func offset(of position: TextPosition, in encoding: ColumnEncoding) -> Int? {
    guard let content = contentRange(ofLine: position.line) else { return nil }
    guard position.column > 0 else { return content.lowerBound }
    switch encoding {
    case .utf8:
      let distance = min(position.column, content.count)
      return characterStart(at: content.lowerBound + distance, notBefore: content.lowerBound)
    case .utf16:
      return utf8.withUnsafeBufferPointer { bytes in
        var offset = content.lowerBound
        var units = 0
        while offset < content.upperBound {
          let length = characterLength(at: offset, in: bytes, limit: content.upperBound)
          units += length == 4 ? 2 : 1
          if units > position.column { break }
          offset += length
        }
        return offset
      }
    }
  }

  private func utf16Length(of range: Range<Int>) -> Int {
    utf8.withUnsafeBufferPointer { bytes in
      var units = 0
      var offset = range.lowerBound
      while offset < range.upperBound {
        let length = characterLength(at: offset, in: bytes, limit: range.upperBound)
        units += length == 4 ? 2 : 1
        offset += length
      }
      return units
    }
  }

  /// Bytes of the character at `offset`, 1 for a byte that starts none.
  private func characterLength(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Int {
    let expected: Int
    switch bytes[offset] {
    case 0xC2...0xDF: expected = 2
    case 0xE0...0xEF: expected = 3
    case 0xF0...0xF4: expected = 4
    default: return 1
    }
    guard offset + expected <= limit else { return 1 }
    for index in offset + 1..<offset + expected where bytes[index] & 0xC0 != 0x80 { return 1 }
    return expected
  }

  private func characterStart(at offset: Int, notBefore start: Int) -> Int {
    let bytes = utf8
    guard offset < bytes.count else { return offset }
    var candidate = offset
    while candidate > start, offset - candidate < 3, bytes[candidate] & 0xC0 == 0x80 { candidate -= 1 }
    let length = bytes.withUnsafeBufferPointer { characterLength(at: candidate, in: $0, limit: bytes.count) }
    return candidate + length > offset ? candidate : offset
  }
}
