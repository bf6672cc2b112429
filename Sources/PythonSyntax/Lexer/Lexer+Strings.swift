extension Lexer {
  /// Reads a string whose first quote stands at `position` and whose prefix starts at `start`.
  mutating func readString(from start: Int, prefix: StringPrefix) {
    let quote = source[position]
    var prefix = prefix
    if peek(1) == quote, peek(2) == quote {
      prefix.insert(.triple)
      position += 3
    } else {
      position += 1
    }
    if prefix.contains(.format) || prefix.contains(.template) {
      openFormatString(from: start, quote: quote, prefix: prefix)
    } else if readPlainText(from: start, quote: quote, prefix: prefix) {
      add(.string, from: start)
      tokens[tokens.count - 1].prefix = prefix
    } else if let format = formats.last, format.quote == quote, source[start] == quote,
      format.prefix.contains(.triple) == prefix.contains(.triple)
    {
      // What looked like a string in a field is the end of the f-string around it.
      position = start
      closeFormatString(format, isInFormat: true)
    } else {
      reportUnterminated(start, prefix: prefix)
      add(.invalid, from: start)
    }
  }

  /// Reads up to and with the closing quotes; false where there are none.
  private mutating func readPlainText(from start: Int, quote: UInt8, prefix: StringPrefix) -> Bool {
    let isTriple = prefix.contains(.triple)
    var hasNonASCII = false
    while position < limit {
      position = SourceScan.endOfPlainText(in: source, from: position, limit: limit, quote: quote)
      guard position < limit else { return false }
      let byte = source[position]
      if byte == quote {
        if !isTriple || (peek(1) == quote && peek(2) == quote) {
          position &+= isTriple ? 3 : 1
          if hasNonASCII, prefix.contains(.bytes) {
            log.add("bytes can only contain ASCII literal characters", start..<position)
          }
          return true
        }
        position &+= 1
      } else if byte == "\\" {
        readBackslash(prefix)
      } else if byte.isLineEnd {
        if !isTriple { return false }
        position &+= 1
      } else if byte == "\0" {
        report("source code cannot contain null bytes", position..<position + 1)
        position &+= 1
      } else {
        if !byte.isASCII { hasNonASCII = true }
        position &+= 1
      }
    }
    return false
  }

  /// Steps over a backslash and what it escapes, and checks escapes that have a form to keep.
  mutating func readBackslash(_ prefix: StringPrefix) {
    let start = position
    position += 1
    guard position < limit else { return }
    let letter = source[position]
    if letter.isLineEnd {
      skipLineEnd()
      return
    }
    position += 1
    guard !prefix.contains(.raw) else { return }
    switch letter {
    case "x": checkHexadecimal(2, start, prefix)
    case "u" where !prefix.contains(.bytes): checkHexadecimal(4, start, prefix)
    case "U" where !prefix.contains(.bytes): checkHexadecimal(8, start, prefix)
    case "N" where !prefix.contains(.bytes): checkNamedCharacter(start)
    default: break
    }
  }

  private mutating func checkHexadecimal(_ count: Int, _ start: Int, _ prefix: StringPrefix) {
    var value: UInt64 = 0
    for place in 0..<count {
      guard let digit = Character(Unicode.Scalar(peek(place))).hexDigitValue else {
        let form = count == 2 ? "\\xXX" : count == 4 ? "\\uXXXX" : "\\UXXXXXXXX"
        let message =
          prefix.contains(.bytes)
          ? "(value error) invalid \\x escape"
          : "(unicode error) 'unicodeescape' codec can't decode bytes: truncated \(form) escape"
        log.add(message, start..<position + place)
        return
      }
      value = value << 4 | UInt64(digit)
    }
    position += count
    if value > 0x10ffff {
      log.add(
        "(unicode error) 'unicodeescape' codec can't decode bytes: illegal Unicode character",
        start..<position)
    }
  }

  private mutating func checkNamedCharacter(_ start: Int) {
    var end = position + 1
    if peek() == "{" {
      while end < limit, source[end] != "}", source[end] != "\n", source[end] != "\"" { end += 1 }
    }
    if peek() == "{", end < limit, source[end] == "}", end > position + 1 {
      position = end + 1
    } else {
      log.add(
        "(unicode error) 'unicodeescape' codec can't decode bytes: malformed \\N character escape",
        start..<position)
    }
  }

  private mutating func reportUnterminated(
    _ start: Int, prefix: StringPrefix, kind: String = "string literal"
  ) {
    // CPython points at the opening quote and names the line where it gave up.
    let line = lineNumber(of: prefix.contains(.triple) ? limit : position)
    let triple = prefix.contains(.triple) ? "triple-quoted " : ""
    report("unterminated \(triple)\(kind) (detected at line \(line))", start..<position)
  }

  // MARK: f-strings and t-strings

  private mutating func openFormatString(from start: Int, quote: UInt8, prefix: StringPrefix) {
    guard formats.count < Self.formatStringLimit else {
      report("too many nested f-strings", start..<position)
      loseLogicalLine(from: start)
      return
    }
    add(.formatStart, from: start)
    tokens[tokens.count - 1].prefix = prefix
    formats.append(FormatString(start: start, quote: quote, prefix: prefix, bracketCount: brackets.count))
  }

  /// Reads the text of an f-string up to its next field, the end of the field's format, or its end.
  mutating func readFormatText(_ format: FormatString) {
    let isInFormat = brackets.count > format.bracketCount
    let isTriple = format.prefix.contains(.triple)
    while position < limit {
      let byte = source[position]
      if byte == format.quote, !isTriple || (peek(1) == byte && peek(2) == byte) {
        closeFormatString(format, isInFormat: isInFormat)
        return
      }
      switch byte {
      case "{":
        if !isInFormat, peek(1) == "{" { position += 2 } else { return openField() }
      case "}":
        if isInFormat { return closeBracket(byte, .rightBrace) }
        readClosingBrace()
      case "\\": readFormatBackslash(format)
      case "\n", "\r":
        if !isTriple { return loseFormatString(format) }
        position &+= 1
      default: position &+= 1
      }
    }
    loseFormatString(format)
  }

  private mutating func openField() {
    if let last = formats.indices.last { formats[last].isInText = false }
    openBracket(UInt8(ascii: "{"), .leftBrace, isField: true)
  }

  private mutating func readClosingBrace() {
    if peek(1) == "}" {
      position += 2
    } else {
      report("f-string: single '}' is not allowed", position..<position + 1)
      position += 1
    }
  }

  private mutating func readFormatBackslash(_ format: FormatString) {
    // `\{` escapes nothing: the brace still opens a field.
    if peek(1) == "{" || peek(1) == "}" {
      position += 1
    } else {
      readBackslash(format.prefix)
    }
  }

  private mutating func closeFormatString(_ format: FormatString, isInFormat: Bool) {
    let start = position
    if isInFormat {
      report("f-string: expecting '}'", format.start..<start)
      brackets.removeSubrange(min(format.bracketCount, brackets.count)...)
      add(.invalid, from: start)
    }
    position += format.prefix.contains(.triple) ? 3 : 1
    formats.removeLast()
    add(.formatEnd, from: start)
  }

  private mutating func loseFormatString(_ format: FormatString) {
    reportUnterminated(
      format.start, prefix: format.prefix,
      kind: format.prefix.contains(.template) ? "t-string literal" : "f-string literal")
    brackets.removeSubrange(min(format.bracketCount, brackets.count)...)
    formats.removeLast()
    add(.invalid, from: position)
  }
}
