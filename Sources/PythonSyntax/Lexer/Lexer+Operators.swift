extension Lexer {
  mutating func readOperator(_ byte: UInt8) {
    switch byte {
    case 0x28: openBracket(byte, .leftParenthesis)
    case 0x5b: openBracket(byte, .leftBracket)
    case 0x7b: openBracket(byte, .leftBrace)
    case 0x29: closeBracket(byte, .rightParenthesis)
    case 0x5d: closeBracket(byte, .rightBracket)
    case 0x7d: closeBracket(byte, .rightBrace)
    case 0x2c: addOperator(.comma, 1)
    case 0x3b: addOperator(.semicolon, 1)
    case 0x7e: addOperator(.tilde, 1)
    case 0x3a: readColon()
    case 0x3d: readEqual()
    case 0x21: readExclamation()
    case 0x3f: readQuestionMark()
    case 0x2e:
      if peek(1) == 0x2e, peek(2) == 0x2e { addOperator(.ellipsis, 3) } else { addOperator(.dot, 1) }
    case 0x2d:
      if peek(1) == 0x3e { addOperator(.arrow, 2) } else { addWithEqual(.minus, .minusEqual) }
    case 0x2b: addWithEqual(.plus, .plusEqual)
    case 0x2a: addDoubled(byte, .star, .starEqual, .doubleStar, .doubleStarEqual)
    case 0x2f: addDoubled(byte, .slash, .slashEqual, .doubleSlash, .doubleSlashEqual)
    case 0x3c: addDoubled(byte, .less, .lessEqual, .leftShift, .leftShiftEqual)
    case 0x3e: addDoubled(byte, .greater, .greaterEqual, .rightShift, .rightShiftEqual)
    case 0x25: addWithEqual(.percent, .percentEqual)
    case 0x26: addWithEqual(.ampersand, .ampersandEqual)
    case 0x7c: addWithEqual(.bar, .barEqual)
    case 0x5e: addWithEqual(.caret, .caretEqual)
    case 0x40: addWithEqual(.at, .atEqual)
    default: readUnknown(byte)
    }
  }

  mutating func addOperator(_ kind: TokenKind, _ length: Int) {
    let start = position
    position &+= length
    add(kind, from: start)
  }

  private mutating func addWithEqual(_ plain: TokenKind, _ withEqual: TokenKind) {
    if peek(1) == 0x3d { addOperator(withEqual, 2) } else { addOperator(plain, 1) }
  }

  private mutating func addDoubled(
    _ byte: UInt8, _ plain: TokenKind, _ withEqual: TokenKind, _ doubled: TokenKind,
    _ doubledWithEqual: TokenKind
  ) {
    guard peek(1) == byte else { return addWithEqual(plain, withEqual) }
    if peek(2) == 0x3d { addOperator(doubledWithEqual, 3) } else { addOperator(doubled, 2) }
  }

  /// Whether the next byte stands directly in a field of an f-string, outside all brackets of the field.
  private var isAtFieldLevel: Bool { brackets.last?.isField ?? false }

  private mutating func readColon() {
    if isAtFieldLevel {
      addOperator(.colon, 1)
      if let last = formats.indices.last { formats[last].isInText = true }
    } else if peek(1) == 0x3d {
      addOperator(.colonEqual, 2)
    } else {
      addOperator(.colon, 1)
    }
  }

  private mutating func readEqual() {
    guard peek(1) != 0x3d else { return addOperator(.doubleEqual, 2) }
    addOperator(.equal, 1)
    if dialect == .notebook, brackets.isEmpty { readAssignedEscape() }
  }

  private mutating func readExclamation() {
    if peek(1) == 0x3d {
      addOperator(.notEqual, 2)
    } else if isAtFieldLevel {
      addOperator(.exclamation, 1)
    } else {
      readUnknown(0x21)
    }
  }

  private mutating func readQuestionMark() {
    if dialect == .notebook, brackets.isEmpty { readTrailingHelp() } else { readUnknown(0x3f) }
  }

  private mutating func readUnknown(_ byte: UInt8) {
    let start = position
    position += 1
    if byte == 0 {
      report("source code cannot contain null bytes", start..<position)
    } else if byte < 0x20 || byte == 0x7f {
      let code = String(byte, radix: 16, uppercase: true)
      report("invalid non-printable character U+00" + (code.count < 2 ? "0" : "") + code, start..<position)
    }
    // `$`, `!`, `?` and the backquote are tokens that no rule takes; the parser says so.
    add(.invalid, from: start)
    if byte == 0x24 || byte == 0x21 || byte == 0x3f || byte == 0x60 {
      log.add("invalid syntax", start..<position)
    }
  }
}
