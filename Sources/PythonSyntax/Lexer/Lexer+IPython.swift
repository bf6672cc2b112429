/// IPython's additions, read where Python itself has no meaning for the bytes.
extension Lexer {
  /// Line magics that run the rest of their line as Python.
  static let pythonLineMagics: Set<String> = ["time", "timeit", "prun", "memit", "mprun", "lprun"]

  /// Reads `%magic …`, `!command`, `!!command` or `?name` at the start of a logical line.
  mutating func readLineEscape() {
    let start = position
    switch peek() {
    case 0x25:
      position += 1
      if peek() == 0x25 { position += 1 }
      let nameStart = position
      while isIdentifierPart(peek()) { position += 1 }
      let name = String(decoding: source[nameStart..<position], as: UTF8.self)
      if Self.pythonLineMagics.contains(name) {
        skipOptions()
        addEscape(.lineMagic, text: name, from: start)
        return
      }
      skipEscapedLine()
      addEscape(.lineMagic, text: name, from: start)
    case 0x21:
      position += peek(1) == 0x21 ? 2 : 1
      let command = position
      skipEscapedLine()
      addEscape(.shell, text: text(command..<position), from: start)
    default:
      while peek() == 0x3f { position += 1 }
      let object = position
      skipEscapedLine()
      addEscape(.help, text: text(object..<position), from: start)
    }
  }

  /// After the `=` of an assignment: reads `!command` or `%magic …`.
  mutating func readAssignedEscape() {
    var place = position
    while place < limit, source[place] == 0x20 || source[place] == 0x09 { place += 1 }
    guard place < limit else { return }
    let sign = source[place]
    let isMagic = sign == 0x25 && place + 1 < limit && isIdentifierStart(source[place + 1])
    let isCommand = sign == 0x21 && place + 1 < limit && source[place + 1] != 0x3d
    guard isMagic || isCommand, isFirstAssignment else { return }
    position = place + 1
    let body = position
    skipEscapedLine()
    addEscape(.assignment, text: text(body..<position), from: place)
  }

  /// Whether the `=` just read is the only one of its line.
  private var isFirstAssignment: Bool {
    !tokens[min(lineFirstToken, tokens.count - 1)..<tokens.count - 1].contains { $0.kind == .equal }
  }

  /// At a `?`: where only `?` follows to the end of the line, the whole line asks for help.
  mutating func readTrailingHelp() {
    let mark = position
    while peek() == 0x3f { position += 1 }
    let end = position
    while peek() == 0x20 || peek() == 0x09 { position += 1 }
    if peek() == 0x23 { skipComment() }
    guard end - mark <= 2, position >= limit || peek() == 0x0a || peek() == 0x0d else {
      log.add("invalid syntax", mark..<end)
      add(.invalid, from: mark)
      return
    }
    // Only the last statement of a line is asked about: `x = 1; x?`.
    let keep = lastStatementToken
    let start = keep < tokens.count ? Int(tokens[keep].start) : mark
    tokens.removeSubrange(min(keep, tokens.count)...)
    addEscape(.help, text: text(start..<mark), from: start)
  }

  /// The first token of the last statement on the current line.
  private var lastStatementToken: Int {
    let line = tokens[min(lineFirstToken, tokens.count)...]
    return line.lastIndex { $0.kind == .semicolon }.map { $0 + 1 } ?? line.startIndex
  }

  /// Reads to the end of the line, over line ends that a backslash escapes.
  private mutating func skipEscapedLine() {
    while position < limit, source[position] != 0x0a, source[position] != 0x0d {
      if source[position] == 0x5c, peek(1) == 0x0a || peek(1) == 0x0d {
        position += 1
        skipLineEnd()
      } else {
        position += 1
      }
    }
  }

  /// Steps over the options of a magic: `-n 10 -r 3`.
  private mutating func skipOptions() {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    while true {
      while isBlank(peek()) { position += 1 }
      guard peek() == 0x2d, isIdentifierStart(peek(1)) else { return }
      let takesValue = [0x6e, 0x72, 0x73, 0x6c, 0x54, 0x44, 0x66].contains(peek(1))
      let isGlued = isIdentifierPart(peek(2))
      while position < limit, !isBlank(peek()), peek() != 0x0a, peek() != 0x0d { position += 1 }
      if takesValue, !isGlued {
        while isBlank(peek()) { position += 1 }
        while position < limit, !isBlank(peek()), peek() != 0x0a, peek() != 0x0d { position += 1 }
      }
    }
  }

  private mutating func addEscape(_ kind: IPythonEscape.Kind, text: String, from start: Int) {
    escapes.append(IPythonEscape(kind: kind, text: text, range: start..<position))
    add(.escape, from: start, value: Int32(escapes.count - 1))
  }

  private func text(_ range: Range<Int>) -> String {
    let blanks: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let trimmed = source[range].drop(while: blanks)
    let end = trimmed.lastIndex { !blanks($0) }.map { $0 + 1 } ?? trimmed.startIndex
    return String(decoding: trimmed[..<end], as: UTF8.self)
  }
}
