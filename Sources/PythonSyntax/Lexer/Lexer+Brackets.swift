extension Lexer {
  mutating func openBracket(_ byte: UInt8, _ kind: TokenKind, isField: Bool = false) {
    let start = position
    position += 1
    if brackets.count >= Self.bracketLimit {
      report("too many nested parentheses", start..<position)
      loseLogicalLine(from: start)
      return
    }
    add(kind, from: start)
    brackets.append(
      Bracket(byte: byte, start: Int32(start), tokenCount: Int32(tokens.count - 1), isField: isField))
  }

  mutating func closeBracket(_ byte: UInt8, _ kind: TokenKind) {
    let start = position
    position += 1
    guard let open = brackets.last else {
      report("unmatched '\(Character(Unicode.Scalar(byte)))'", start..<position)
      add(.invalid, from: start)
      return
    }
    guard open.byte == Self.opening(of: byte) else {
      reportMismatch(byte, open: open, at: start)
      closeMismatched(byte)
      return
    }
    brackets.removeLast()
    add(kind, from: start)
    if open.isField, let last = formats.indices.last { formats[last].isInText = true }
  }

  private static func opening(of byte: UInt8) -> UInt8 {
    switch byte {
    case ")": UInt8(ascii: "(")
    case "]": UInt8(ascii: "[")
    default: UInt8(ascii: "{")
    }
  }

  private mutating func reportMismatch(_ byte: UInt8, open: Bracket, at start: Int) {
    let closing = Character(Unicode.Scalar(byte))
    let opening = Character(Unicode.Scalar(open.byte))
    if let format = formats.last, brackets.count == format.bracketCount + 1, open.isField {
      report(
        "f-string: closing parenthesis '\(closing)' does not match opening parenthesis '{'", start..<position)
      return
    }
    var message = "closing parenthesis '\(closing)' does not match opening parenthesis '\(opening)'"
    if source[Int(open.start)..<start].contains(where: \.isLineEnd) {
      message += " on line \(lineNumber(of: Int(open.start)))"
    }
    report(message, start..<position)
  }

  /// Closes the brackets inside the one that `byte` belongs to, and that one; without one, the innermost.
  private mutating func closeMismatched(_ byte: UInt8) {
    let floor = formats.last.map { $0.bracketCount + 1 } ?? 0
    let opening = Self.opening(of: byte)
    if let match = brackets.indices.last(where: { $0 >= floor && brackets[$0].byte == opening }) {
      brackets.removeSubrange(match...)
    } else if brackets.count > floor {
      brackets.removeLast()
    }
    add(.invalid, from: position - 1)
  }

  /// The line of a byte, from 1.
  mutating func lineNumber(of offset: Int) -> Int {
    let table = lines ?? LineTable(source)
    lines = table
    return table.lineNumber(of: offset)
  }

  // MARK: Brackets that are never closed

  /// After a line end inside brackets: a keyword that only ever starts a statement shows that they were forgotten,
  /// or that the keyword does not belong there.
  mutating func closeBracketsBeforeStatement() {
    guard closesBracketsBeforeStatements else { return }
    var place = position
    while place < limit, source[place].isBlank { place += 1 }
    guard place < limit, source[place].isLowercaseLetter, let end = endOfStatementKeyword(at: place),
      let open = brackets.last
    else {
      return
    }
    if areBracketsClosedLater {
      log.add("invalid syntax", place..<end)
    } else {
      reportNeverClosed(open)
    }
    endLogicalLine()
  }

  /// Whether the text has closing brackets for those that are open. To know it the rest is read once more; that is
  /// done a single time, for the first error, which is the one that CPython would report.
  private var areBracketsClosedLater: Bool {
    mutating get {
      guard !hasReadAhead else { return false }
      hasReadAhead = true
      var ahead = self
      ahead.closesBracketsBeforeStatements = false
      ahead.readTokens()
      guard ahead.brackets.isEmpty, ahead.formats.isEmpty else { return false }
      log.settleFirstLexical(as: ahead.log)
      return true
    }
  }

  /// At the end of the text: reports the innermost open bracket and goes back to the first line that can be a
  /// statement of its own. False when there is nothing to go back for.
  mutating func recoverFromOpenBrackets() -> Bool {
    guard let outermost = brackets.first, let innermost = brackets.last else { return false }
    let resume = nextStatementLine(after: Int(outermost.start))
    rereadBudget -= limit - resume
    let canResume = resume < limit && rereadBudget >= 0
    reportNeverClosed(canResume && Int(innermost.start) >= resume ? outermost : innermost)
    if canResume {
      log.remove(from: resume)
      escapes.removeAll { $0.range.lowerBound >= resume }
      tokens.removeSubrange(min(Int(outermost.tokenCount), tokens.count)...)
      position = resume
    }
    endLogicalLine()
    return canResume
  }

  /// Gives up the logical line that `start` stands in.
  mutating func loseLogicalLine(from start: Int) {
    position = nextStatementLine(after: start)
    endLogicalLine()
  }

  private mutating func reportNeverClosed(_ open: Bracket) {
    let start = Int(open.start)
    if open.isField, let format = formats.last {
      report("f-string: expecting '}'", min(format.start, start)..<start + 1)
    } else {
      report("'\(Character(Unicode.Scalar(open.byte)))' was never closed", start..<start + 1)
    }
  }

  mutating func endLogicalLine() {
    brackets.removeAll()
    formats.removeAll()
    add(.invalid, from: position)
    add(.newline, from: position)
    isAtLineStart = true
  }

  /// The start of the first line after `offset` that is indented no more than the current block and starts with
  /// a letter or `@`.
  private func nextStatementLine(after offset: Int) -> Int {
    let width = indents.last?.column ?? 0
    var place = offset
    while place < limit {
      while place < limit, !source[place].isLineEnd { place += 1 }
      while place < limit, source[place].isLineEnd { place += 1 }
      let start = place
      var column = 0
      while place < limit, source[place].isBlank {
        column = source[place] == "\t" ? (column / 8 + 1) * 8 : column + 1
        place += 1
      }
      if place < limit, column <= width, isIdentifierStart(source[place]) || source[place] == "@" {
        return start
      }
    }
    return limit
  }

  /// Where the keyword at `place` ends; nil where there is none that only starts statements.
  private func endOfStatementKeyword(at place: Int) -> Int? {
    var end = place
    while end < limit, isIdentifierPart(source[end]) { end += 1 }
    switch String(decoding: source[place..<min(end, place + 9)], as: UTF8.self) {
    case "def", "class", "return", "import", "while", "try", "with", "except", "finally", "raise", "assert",
      "del",
      "global", "nonlocal", "pass", "break", "continue", "elif":
      return end
    default:
      return nil
    }
  }
}
