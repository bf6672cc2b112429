/// Turns UTF-8 bytes into tokens, in one pass and without ever failing.
///
/// Works as CPython's tokenizer does, so that its errors are CPython's too; what it cannot read becomes an error
/// and an `invalid` token, and it goes on. Blank lines and comments leave no tokens.
struct Lexer {
  /// A bracket that is open, or the opening brace of a field in an f-string.
  struct Bracket {
    var byte: UInt8
    var start: Int32
    /// The number of tokens before it.
    var tokenCount: Int32
    var isField = false
  }

  /// The width of one indentation, with tabs to every eighth column, and with tabs as wide as a space.
  struct Indentation: Equatable {
    var column: Int
    var alternative: Int
  }

  /// An f-string or t-string whose end is still to come.
  struct FormatString {
    var start: Int
    var quote: UInt8
    var prefix: StringPrefix
    /// How many brackets were open before it.
    var bracketCount: Int
    /// Whether the next bytes are text, as opposed to the expression of a field.
    var isInText = true
  }

  let source: [UInt8]
  let limit: Int
  let dialect: PythonDialect
  var position: Int
  var tokens: [Token] = []
  var names: NameTable
  var log = ErrorLog()
  var escapes: [IPythonEscape] = []
  var brackets: [Bracket] = []
  var indents = [Indentation(column: 0, alternative: 0)]
  var formats: [FormatString] = []
  var isAtLineStart = true
  /// Where the current logical line starts, and its first token.
  var lineStart = 0
  var lineFirstToken = 0
  /// Whether a keyword that starts statements ends the brackets that are open before it.
  var closesBracketsBeforeStatements = true
  /// Whether the rest of the text has been read once without that.
  var hasReadAhead = false
  /// How many bytes may still be read a second time to recover from brackets that are never closed.
  var rereadBudget: Int

  /// Made for the first message that needs it.
  var lines: LineTable?

  private static let byteOrderMark = Array("\u{feff}".utf8)

  /// CPython's limits.
  static let bracketLimit = 200
  static let indentationLimit = 100
  static let formatStringLimit = 150

  /// A lexer for `source[range]`, which continues the identities of `names`.
  init(_ source: [UInt8], range: Range<Int>, dialect: PythonDialect, names: NameTable) {
    self.source = source
    self.limit = range.upperBound
    self.dialect = dialect
    self.names = names
    position = range.lowerBound
    rereadBudget = 2 * range.count
    tokens.reserveCapacity(range.count / 4 + 8)
  }

  /// Reads everything; `tokens` then ends in `endOfFile`.
  mutating func run() {
    if position == 0, source.starts(with: Self.byteOrderMark) { position = Self.byteOrderMark.count }
    if dialect == .notebook { readCellMagics() }
    repeat { readTokens() } while recoverFromOpenBrackets()
    finish()
  }

  /// Reads up to the end, whatever is open there.
  mutating func readTokens() {
    while position < limit {
      if isAtLineStart {
        readIndentation()
      } else if let format = formats.last, format.isInText {
        readFormatText(format)
      } else {
        // Every other token is after a space, and what is here costs less than a call.
        position = SourceScan.endOfSpaces(in: source, from: position, limit: limit)
        if position < limit { readToken() }
      }
    }
  }

  /// The byte `offset` places on, 0 past the end.
  @inline(__always) func peek(_ offset: Int = 0) -> UInt8 {
    let place = position &+ offset
    return place < limit ? source[place] : 0
  }

  @inline(__always) mutating func add(_ kind: TokenKind, from start: Int, value: Int32 = -1) {
    tokens.append(
      Token(
        kind: kind, depth: UInt8(truncatingIfNeeded: brackets.count), start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: position), value: value))
  }

  /// Reports an error of the tokenizer; these come before the parser's in CPython.
  mutating func report(_ message: String, _ range: Range<Int>) {
    log.add(message, range, isLexical: true)
  }

  // MARK: One token

  private mutating func readToken() {
    let byte = source[position]
    if byte.isBlank || byte == "\u{c}" {
      position &+= 1
    } else if isIdentifierStart(byte) {
      readName()
    } else if byte.isDigit || (byte == "." && peek(1).isDigit) {
      readNumber()
    } else if byte.isLineEnd {
      readLineEnd()
    } else if byte == "\"" || byte == "'" {
      readString(from: position, prefix: [])
    } else if byte == "#" {
      skipComment()
    } else if byte == "\\" {
      readContinuation()
    } else {
      readOperator(byte)
    }
  }

  /// Leaves `position` at the end of the line.
  mutating func skipComment() {
    position = SourceScan.lineEnd(in: source, from: position, limit: limit)
  }

  /// Steps over one line end: LF, CR LF or CR.
  mutating func skipLineEnd() {
    if peek() == "\r", peek(1) == "\n" { position += 2 } else if position < limit { position += 1 }
  }

  private mutating func readLineEnd() {
    let start = position
    skipLineEnd()
    guard brackets.isEmpty else {
      closeBracketsBeforeStatement()
      return
    }
    tokens.append(Token(kind: .newline, start: Int32(start), end: Int32(position)))
    isAtLineStart = true
  }

  private mutating func readContinuation() {
    let start = position
    position += 1
    guard position < limit else {
      report("unexpected EOF while parsing", start..<position)
      add(.invalid, from: start)
      return
    }
    guard peek().isLineEnd else {
      report("unexpected character after line continuation character", start..<position + 1)
      skipComment()
      add(.invalid, from: start)
      return
    }
    skipLineEnd()
    if position >= limit {
      report("unexpected EOF while parsing", start..<position)
      add(.invalid, from: start)
    }
  }

  // MARK: Names

  @inline(__always) func isIdentifierStart(_ byte: UInt8) -> Bool {
    byte.lowercased.isLowercaseLetter || byte == "_" || !byte.isASCII
  }

  @inline(__always) func isIdentifierPart(_ byte: UInt8) -> Bool {
    SourceScan.isNamePart(byte)
  }

  private mutating func readName() {
    let start = position
    let (end, hash, isASCII) = SourceScan.name(in: source, from: start, limit: limit)
    if end &- start <= 2, end < limit, source[end] == "\"" || source[end] == "'",
      let prefix = stringPrefix(start..<end)
    {
      position = end
      readString(from: start, prefix: prefix)
      return
    }
    position = end
    guard isASCII else {
      readUnicodeName(start..<end)
      return
    }
    let name = names.intern(source, start, end, hash: hash)
    let kind = name < KnownName.keywordCount ? TokenKind(rawValue: UInt8(truncatingIfNeeded: name)) : .name
    add(kind ?? .name, from: start, value: name)
  }

  private func stringPrefix(_ range: Range<Int>) -> StringPrefix? {
    guard range.count <= 2 else { return nil }
    var prefix: StringPrefix = []
    for byte in source[range] {
      let letter: StringPrefix
      switch byte.lowercased {
      case "b": letter = .bytes
      case "f": letter = .format
      case "r": letter = .raw
      case "t": letter = .template
      case "u": letter = .unicode
      default: return nil
      }
      if prefix.contains(letter) { return nil }
      prefix.insert(letter)
    }
    return range.count == 2 && (!prefix.contains(.raw) || prefix.contains(.unicode)) ? nil : prefix
  }

  private mutating func readUnicodeName(_ range: Range<Int>) {
    if let wrong = UnicodeIdentifiers.firstInvalid(source, range) {
      let scalar = wrong.scalar
      let code = "U+" + hexadecimal(scalar.value)
      let isVisible = UnicodeIdentifiers.isPrintable(scalar)
      report(
        isVisible ? "invalid character '\(scalar)' (\(code))" : "invalid non-printable character \(code)",
        wrong.range)
      add(.invalid, from: range.lowerBound)
      return
    }
    let normalised = UnicodeIdentifiers.normalised(String(decoding: source[range], as: UTF8.self))
    add(.name, from: range.lowerBound, value: names.intern(unicode: normalised))
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // MARK: The end

  private mutating func finish() {
    position = limit
    if !formats.isEmpty { formats = [] }
    if let last = tokens.last, last.kind != .newline, last.kind != .dedent, last.kind != .indent {
      tokens.append(Token(kind: .newline, start: Int32(limit), end: Int32(limit)))
    }
    for _ in indents.dropFirst() {
      tokens.append(Token(kind: .dedent, start: Int32(limit), end: Int32(limit)))
    }
    tokens.append(Token(kind: .endOfFile, start: Int32(limit), end: Int32(limit)))
  }
}
