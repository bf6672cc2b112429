/// A place in a text as a person and LSP count: lines and columns from 0.
package struct TextPosition: Sendable, Hashable, Comparable {
  /// The line, counted from 0.
  package var line: Int
  /// Code units before the place on its line, in the encoding that was asked for.
  package var column: Int

  /// Creates a position, which need not exist in any text.
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
    // No line has more code units than bytes.
    let column = min(position.column, content.count)
    switch encoding {
    case .utf8: return characterStart(at: content.lowerBound + column, notBefore: content.lowerBound)
    case .utf16: return utf16Offset(of: column, in: content)
    }
  }

  /// The byte offset of the character that holds the UTF-16 code unit `column` of the line at `content`.
  private func utf16Offset(of column: Int, in content: Range<Int>) -> Int {
    guard !isASCII else { return content.lowerBound + column }
    var offset = content.lowerBound
    var units = 0
    if let utf16Checkpoints {
      let unitsBeforeLine = utf16Length(before: offset, utf16Checkpoints)
      let checkpoint = utf16Checkpoints.last(withUnitsUpTo: unitsBeforeLine + column)
      guard checkpoint.offset < content.upperBound else { return content.upperBound }
      if checkpoint.offset > offset {
        offset = checkpoint.offset
        units = checkpoint.units - unitsBeforeLine
      }
    }
    return utf8.withUnsafeBufferPointer { bytes in
      while offset < content.upperBound {
        let length = bytes.characterLength(at: offset, limit: content.upperBound)
        units += length == 4 ? 2 : 1
        if units > column { break }
        offset += length
      }
      return offset
    }
  }

  /// UTF-16 code units of the characters in `range`, which starts and ends between characters.
  private func utf16Length(of range: Range<Int>) -> Int {
    if isASCII { return range.count }
    if range.count > UTF16Checkpoints.spacing, let utf16Checkpoints {
      return utf16Length(before: range.upperBound, utf16Checkpoints)
        - utf16Length(before: range.lowerBound, utf16Checkpoints)
    }
    return utf8.withUnsafeBufferPointer { bytes in
      var units = 0
      var offset = range.lowerBound
      while offset < range.upperBound {
        let length = bytes.characterLength(at: offset, limit: range.upperBound)
        units += length == 4 ? 2 : 1
        offset += length
      }
      return units
    }
  }

  private func utf16Length(before offset: Int, _ checkpoints: UTF16Checkpoints) -> Int {
    let checkpoint = checkpoints.last(notAfter: offset)
    return checkpoint.units + utf16Length(of: checkpoint.offset..<max(offset, checkpoint.offset))
  }

  private func characterStart(at offset: Int, notBefore start: Int) -> Int {
    let bytes = utf8
    guard offset < bytes.count else { return offset }
    var candidate = offset
    while candidate > start, offset - candidate < 3, bytes[candidate] & 0xC0 == 0x80 { candidate -= 1 }
    let length = bytes.withUnsafeBufferPointer { $0.characterLength(at: candidate, limit: bytes.count) }
    return candidate + length > offset ? candidate : offset
  }
}
