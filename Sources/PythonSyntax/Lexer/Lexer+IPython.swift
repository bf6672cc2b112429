/// IPython's additions, read where Python itself has no meaning for the bytes.
extension Lexer {
  /// Line magics that run the rest of their line as Python.
  static let pythonLineMagics: Set<String> = ["time", "timeit", "prun", "memit", "mprun", "lprun"]

  /// Options of those magics that a value follows, as in `%timeit -n 10`.
  private static let optionsWithValue = Array("nrslTDf".utf8)

  /// Reads `%magic …`, `!command`, `!!command` or `?name` at the start of a logical line.
  mutating func readLineEscape() {
    let start = position
    switch peek() {
    case "%":
      position += 1
      if peek() == "%" { position += 1 }
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
    case "!":
      position += peek(1) == "!" ? 2 : 1
      let command = position
      skipEscapedLine()
      addEscape(.shell, text: text(command..<position), from: start)
    default:
      while peek() == "?" { position += 1 }
      let object = position
      skipEscapedLine()
      addEscape(.help, text: text(object..<position), from: start)
    }
  }

  /// After the `=` of an assignment: reads `!command` or `%magic …`.
  mutating func readAssignedEscape() {
    var place = position
    while place < limit, source[place].isBlank { place += 1 }
    guard place < limit else { return }
    let sign = source[place]
    let isMagic = sign == "%" && place + 1 < limit && isIdentifierStart(source[place + 1])
    let isCommand = sign == "!" && place + 1 < limit && source[place + 1] != "="
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
    while peek() == "?" { position += 1 }
    let end = position
    while peek().isBlank { position += 1 }
    if peek() == "#" { skipComment() }
    guard end - mark <= 2, position >= limit || peek().isLineEnd else {
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
    while position < limit, !source[position].isLineEnd {
      if source[position] == "\\", peek(1).isLineEnd {
        position += 1
        skipLineEnd()
      } else {
        position += 1
      }
    }
  }

  /// Steps over the options of a magic: `-n 10 -r 3`.
  private mutating func skipOptions() {
    while true {
      while peek().isBlank { position += 1 }
      guard peek() == "-", isIdentifierStart(peek(1)) else { return }
      let takesValue = Self.optionsWithValue.contains(peek(1))
      let isGlued = isIdentifierPart(peek(2))
      while position < limit, !peek().isBlank, !peek().isLineEnd { position += 1 }
      if takesValue, !isGlued {
        while peek().isBlank { position += 1 }
        while position < limit, !peek().isBlank, !peek().isLineEnd { position += 1 }
      }
    }
  }

  private mutating func addEscape(_ kind: IPythonEscape.Kind, text: String, from start: Int) {
    escapes.append(IPythonEscape(kind: kind, text: text, range: start..<position))
    add(.escape, from: start, value: Int32(escapes.count - 1))
  }

  private func text(_ range: Range<Int>) -> String {
    let trimmed = source[range].drop(while: \.isBlank)
    let end = trimmed.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? trimmed.startIndex
    return String(decoding: trimmed[..<end], as: UTF8.self)
  }
}
