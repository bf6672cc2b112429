/// `%%magic` on the first line of a cell.
extension Lexer {
  /// Cell magics whose body is Python that runs in the notebook. The body of every other one is opaque.
  static let pythonCellMagics: Set<String> = ["time", "timeit", "capture", "prun", "memit", "mprun"]

  /// Reads the cell magics that the cell starts with; they may stand one below the other.
  mutating func readCellMagics() {
    while true {
      var start = position
      while start < limit, source[start].isBlank || source[start].isLineEnd || source[start] == "\u{c}" {
        start += 1
      }
      // Only a line's own start counts.
      guard start + 2 < limit, source[start] == "%", source[start + 1] == "%",
        isIdentifierStart(source[start + 2]),
        start == position || source[start - 1].isLineEnd
      else { return }
      position = start + 2
      while isIdentifierPart(peek()) { position += 1 }
      let name = String(decoding: source[start + 2..<position], as: UTF8.self)
      let options = position
      skipComment()
      while position < limit, !source[position].isLineEnd { position += 1 }
      addCellMagic(name, start: start, options: options)
      guard Self.pythonCellMagics.contains(name) else {
        position = limit
        return
      }
      skipLineEnd()
    }
  }

  private mutating func addCellMagic(_ name: String, start: Int, options: Int) {
    escapes.append(IPythonEscape(kind: .cellMagic, text: name, range: start..<position))
    add(.escape, from: start, value: Int32(escapes.count - 1))
    if name == "capture", let target = captureTarget(options..<position) {
      let value = names.intern(bytes: Array(source[target]))
      tokens.append(
        Token(
          kind: .magicTarget, start: Int32(target.lowerBound), end: Int32(target.upperBound), value: value))
    }
    add(.newline, from: position)
  }

  /// The first word that is no option.
  private func captureTarget(_ range: Range<Int>) -> Range<Int>? {
    var place = range.lowerBound
    while place < range.upperBound {
      while place < range.upperBound, source[place].isBlank { place += 1 }
      let start = place
      while place < range.upperBound, !source[place].isBlank { place += 1 }
      guard start < place, source[start] != "-" else { continue }
      let isName =
        isIdentifierStart(source[start]) && source[start..<place].allSatisfy { isIdentifierPart($0) }
      return isName ? start..<place : nil
    }
    return nil
  }
}
