/// How many columns text takes in a terminal.
enum DisplayWidth {
  /// The columns of a text: two for a wide character, none for a mark on another.
  static func columns(of text: String) -> Int {
    // Most names are plain.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of a character.
  static func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return character.unicodeScalars.contains { $0.value == 0xFE0F } ? 2 : 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    let isEmoji =
      first.properties.isEmojiPresentation || character.unicodeScalars.contains { $0.value == 0xFE0F }
    return isEmoji || isWide(first.value) ? 2 : 1
  }

  /// Cuts a text that is wider than some columns.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - width: The largest number of columns.
  ///   - ellipsis: What stands for the rest.
  /// - Returns: The text, or its start.
  static func cut(_ text: String, to width: Int, ellipsis: String = "…") -> String {
    if columns(of: text) <= width { return text }
    var left = width - columns(of: ellipsis)
    var result = ""
    for character in text {
      left -= columns(of: character)
      if left < 0 { break }
      result.append(character)
    }
    return result + ellipsis
  }

  /// Cuts a name that is wider than some columns in its middle: names often differ at their ends alone.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - width: The largest number of columns.
  /// - Returns: The name, or its start and its end.
  static func cutInMiddle(_ name: String, to width: Int) -> String {
    if columns(of: name) <= width { return name }
    var end = ""
    for character in name.reversed() where columns(of: end) + columns(of: character) <= (width - 1) / 2 {
      end = String(character) + end
    }
    return cut(name, to: width - columns(of: end)) + end
  }

  /// The blocks of East Asian characters that are as wide as they are high.
  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18AFF, 0x1B000...0x1B2FF,
      0x1F200...0x1F2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
