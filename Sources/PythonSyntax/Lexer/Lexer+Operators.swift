extension Lexer {
  mutating func readOperator(_ byte: UInt8) {
    switch byte {
    case "(": openBracket(byte, .leftParenthesis)
    case "[": openBracket(byte, .leftBracket)
    case "{": openBracket(byte, .leftBrace)
    case ")": closeBracket(byte, .rightParenthesis)
    case "]": closeBracket(byte, .rightBracket)
    case "}": closeBracket(byte, .rightBrace)
    case ",": addOperator(.comma, 1)
    case ";": addOperator(.semicolon, 1)
    case "~": addOperator(.tilde, 1)
    case ":": readColon()
    case "=": readEqual()
    case "!": readExclamation()
    case "?": readQuestionMark()
    case ".":
      if peek(1) == ".", peek(2) == "." { addOperator(.ellipsis, 3) } else { addOperator(.dot, 1) }
    case "-":
      if peek(1) == ">" { addOperator(.arrow, 2) } else { addWithEqual(.minus, .minusEqual) }
    case "+": addWithEqual(.plus, .plusEqual)
    case "*": addDoubled(byte, .star, .starEqual, .doubleStar, .doubleStarEqual)
    case "/": addDoubled(byte, .slash, .slashEqual, .doubleSlash, .doubleSlashEqual)
    case "<": addDoubled(byte, .less, .lessEqual, .leftShift, .leftShiftEqual)
    case ">": addDoubled(byte, .greater, .greaterEqual, .rightShift, .rightShiftEqual)
    case "%": addWithEqual(.percent, .percentEqual)
    case "&": addWithEqual(.ampersand, .ampersandEqual)
    case "|": addWithEqual(.bar, .barEqual)
    case "^": addWithEqual(.caret, .caretEqual)
    case "@": addWithEqual(.at, .atEqual)
    default: readUnknown(byte)
    }
  }

  mutating func addOperator(_ kind: TokenKind, _ length: Int) {
    let start = position
    position &+= length
    add(kind, from: start)
  }

  private mutating func addWithEqual(_ plain: TokenKind, _ withEqual: TokenKind) {
    if peek(1) == "=" { addOperator(withEqual, 2) } else { addOperator(plain, 1) }
  }

  private mutating func addDoubled(
    _ byte: UInt8, _ plain: TokenKind, _ withEqual: TokenKind, _ doubled: TokenKind,
    _ doubledWithEqual: TokenKind
  ) {
    guard peek(1) == byte else { return addWithEqual(plain, withEqual) }
    if peek(2) == "=" { addOperator(doubledWithEqual, 3) } else { addOperator(doubled, 2) }
  }

  /// Whether the next byte stands directly in a field of an f-string, outside all brackets of the field.
  private var isAtFieldLevel: Bool { brackets.last?.isField ?? false }

  private mutating func readColon() {
    if isAtFieldLevel {
      addOperator(.colon, 1)
      if let last = formats.indices.last { formats[last].isInText = true }
    } else if peek(1) == "=" {
      addOperator(.colonEqual, 2)
    } else {
      addOperator(.colon, 1)
    }
  }

  private mutating func readEqual() {
    guard peek(1) != "=" else { return addOperator(.doubleEqual, 2) }
    addOperator(.equal, 1)
    if dialect == .notebook, brackets.isEmpty { readAssignedEscape() }
  }

  private mutating func readExclamation() {
    if peek(1) == "=" {
      addOperator(.notEqual, 2)
    } else if isAtFieldLevel {
      addOperator(.exclamation, 1)
    } else {
      readUnknown(UInt8(ascii: "!"))
    }
  }

  private mutating func readQuestionMark() {
    if dialect == .notebook, brackets.isEmpty { readTrailingHelp() } else { readUnknown(UInt8(ascii: "?")) }
  }

  private mutating func readUnknown(_ byte: UInt8) {
    let start = position
    position += 1
    if byte == "\0" {
      report("source code cannot contain null bytes", start..<position)
    } else if byte.isControl {
      let code = String(byte, radix: 16, uppercase: true)
      report("invalid non-printable character U+00" + (code.count < 2 ? "0" : "") + code, start..<position)
    }
    // `$`, `!`, `?` and the backquote are tokens that no rule takes; the parser says so.
    add(.invalid, from: start)
    if byte == "$" || byte == "!" || byte == "?" || byte == "`" {
      log.add("invalid syntax", start..<position)
    }
  }
}
