extension Lexer {
  mutating func readNumber() {
    let start = position
    if peek() == "0", let base = Base(letter: peek(1).lowercased) {
      position += 2
      readDigits(of: base, start: start)
    } else {
      readDecimal(start)
    }
    add(.number, from: start)
  }

  private enum Base {
    case binary, octal, hexadecimal

    init?(letter: UInt8) {
      switch letter {
      case "b": self = .binary
      case "o": self = .octal
      case "x": self = .hexadecimal
      default: return nil
      }
    }

    var name: String {
      switch self {
      case .binary: "binary"
      case .octal: "octal"
      case .hexadecimal: "hexadecimal"
      }
    }

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .binary: byte == "0" || byte == "1"
      case .octal: byte.isOctalDigit
      case .hexadecimal: byte.isHexadecimalDigit
      }
    }
  }

  private mutating func readDigits(of base: Base, start: Int) {
    repeat {
      if peek() == "_" { position += 1 }
      guard base.contains(peek()) else {
        if peek().isDigit {
          reportDigit(of: base)
        } else {
          report("invalid \(base.name) literal", start..<position)
        }
        return skipRest()
      }
      while base.contains(peek()) { position += 1 }
    } while peek() == "_"
    if peek().isDigit {
      reportDigit(of: base)
      return skipRest()
    }
    checkEnd(start, kind: base.name)
  }

  private mutating func reportDigit(of base: Base) {
    let digit = Character(Unicode.Scalar(peek()))
    report("invalid digit '\(digit)' in \(base.name) literal", position..<position + 1)
  }

  private mutating func readDecimal(_ start: Int) {
    var kind = "decimal"
    var isInteger = true
    guard peek() == "." || readDecimalDigits(start) else { return }
    if peek() == "." {
      isInteger = false
      position += 1
      if peek().isDigit, !readDecimalDigits(start) { return }
    }
    if peek().lowercased == "e", startsExponent() {
      isInteger = false
      position += peek(1) == "+" || peek(1) == "-" ? 2 : 1
      if !readDecimalDigits(start) { return }
    }
    if peek().lowercased == "j" {
      isInteger = false
      kind = "imaginary"
      position += 1
    }
    if isInteger, source[start] == "0", source[start..<position].contains(where: { $0.isDigit && $0 != "0" })
    {
      report(
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        start..<position)
      return skipRest()
    }
    checkEnd(start, kind: kind)
  }

  private func startsExponent() -> Bool {
    let sign = peek(1) == "+" || peek(1) == "-"
    return peek(sign ? 2 : 1).isDigit
  }

  /// Reads digits with single underscores between them; false, with an error, where an underscore ends them.
  private mutating func readDecimalDigits(_ start: Int) -> Bool {
    while true {
      while peek().isDigit { position &+= 1 }
      guard peek() == "_" else { return true }
      position += 1
      guard peek().isDigit else {
        report("invalid decimal literal", start..<position)
        skipRest()
        return false
      }
    }
  }

  /// A number may be followed directly by a keyword, as in `1if x else 2`, and by no other letter.
  private mutating func checkEnd(_ start: Int, kind: String) {
    guard isIdentifierPart(peek()) else { return }
    var end = position
    while end < limit, isIdentifierPart(source[end]) { end += 1 }
    let word = String(decoding: source[position..<min(end, position + 16)], as: UTF8.self)
    let keywords = ["and", "else", "for", "if", "in", "is", "not", "or"]
    if keywords.contains(where: { word.hasPrefix($0) }) { return }
    report("invalid \(kind) literal", start..<position)
    skipRest()
  }

  private mutating func skipRest() {
    while isIdentifierPart(peek()) { position += 1 }
  }
}
