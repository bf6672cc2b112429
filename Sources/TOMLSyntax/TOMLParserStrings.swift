// Strings.
extension TOMLParser {
  /// Reads a string after its opening quote, up to and with the closing one.
  mutating func basicString(from start: Int) throws(TOMLSyntaxError) -> String {
    var content: [UInt8] = []
    while let byte = peek, !isAtNewline {
      if byte == UInt8(ascii: "\"") {
        position += 1
        return String(decoding: content, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        content += try escape()
      } else {
        try checkIsNoControl(byte)
        content.append(byte)
        position += 1
      }
    }
    throw TOMLSyntaxError("unterminated string", start..<position)
  }

  mutating func literalString(from start: Int) throws(TOMLSyntaxError) -> String {
    let first = position
    while let byte = peek, !isAtNewline {
      if byte == UInt8(ascii: "'") {
        defer { position += 1 }
        return text(first..<position)
      }
      try checkIsNoControl(byte)
      position += 1
    }
    throw TOMLSyntaxError("unterminated string", start..<position)
  }

  /// Reads a string of several lines after its three opening quotes, up to and with the closing ones.
  mutating func multilineString(quote: UInt8, from start: Int) throws(TOMLSyntaxError) -> String {
    let isBasic = quote == UInt8(ascii: "\"")
    var content: [UInt8] = []
    position += newlineLength
    while let byte = peek {
      if isAtNewline {
        content.append(UInt8(ascii: "\n"))
        position += newlineLength
      } else if byte == quote {
        let count = quoteCount(quote)
        position += count
        // Up to two quotes may stand before the closing ones.
        content += repeatElement(quote, count: count < 3 ? count : count - 3)
        if count >= 3 { return String(decoding: content, as: UTF8.self) }
      } else if isBasic, byte == UInt8(ascii: "\\") {
        if try !skipEscapedLineEnd() { content += try escape() }
      } else {
        try checkIsNoControl(byte)
        content.append(byte)
        position += 1
      }
    }
    throw TOMLSyntaxError("unterminated string", start..<position)
  }

  /// How many quotes follow, of those that may belong to one string.
  private func quoteCount(_ quote: UInt8) -> Int {
    var count = 0
    while count < 5, byte(at: count) == quote { count += 1 }
    return count
  }

  /// Skips a backslash at the end of a line, with all white space and empty lines after it.
  private mutating func skipEscapedLineEnd() throws(TOMLSyntaxError) -> Bool {
    let start = position
    position += 1
    skipWhiteSpace()
    guard isAtNewline else {
      if position > start + 1, peek != nil {
        throw TOMLSyntaxError("expected the end of the line after `\\`", start..<position)
      }
      position = start
      return false
    }
    while isAtNewline {
      position += newlineLength
      skipWhiteSpace()
    }
    return true
  }

  /// Reads an escape sequence.
  private mutating func escape() throws(TOMLSyntaxError) -> [UInt8] {
    let start = position
    guard let letter = byte(at: 1) else { throw TOMLSyntaxError("unterminated string", start..<start + 1) }
    position += 2
    switch letter {
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [letter]
    case UInt8(ascii: "u"): return try character(digitCount: 4, from: start)
    case UInt8(ascii: "U"): return try character(digitCount: 8, from: start)
    default: throw TOMLSyntaxError("invalid escape sequence. Write `\\\\` for a backslash", start..<start + 1)
    }
  }

  private mutating func character(digitCount: Int, from start: Int) throws(TOMLSyntaxError) -> [UInt8] {
    var code: UInt32 = 0
    var count = 0
    while count < digitCount, let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
      code = code << 4 | UInt32(digit)
      position += 1
      count += 1
    }
    guard count == digitCount, let scalar = Unicode.Scalar(code) else {
      throw TOMLSyntaxError("invalid escape sequence: not a Unicode character", start..<position)
    }
    return Array(String(scalar).utf8)
  }
}
