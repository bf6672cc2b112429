/// Turns bytes into the tape of a `JSONTree`, without recursion and without ever giving up.
///
/// The loop looks at one token at a time; `expectation` says what the place asks for. Where the two do not fit,
/// the methods in `JSONParserRecovery.swift` choose the reading that keeps most of the text.
struct JSONParser {
  /// What the grammar asks for at the present place.
  enum Expectation {
    /// The document's value.
    case document
    /// An element, or the end of the array where no comma stands before; with the comma's offset.
    case element(afterComma: Int?)
    /// A key, or the end of the object where no comma stands before; with the comma's offset.
    case key(afterComma: Int?)
    case colon
    /// A member's value.
    case value
    /// A comma or the end of the container.
    case separator
    /// Nothing more: the document's value is complete.
    case end
  }

  let bytes: [UInt8]
  let dialect: JSONDialect
  var tape: [JSONTapeEntry] = []
  private(set) var errors: [JSONSyntaxError] = []
  private(set) var hasByteOrderMark = false
  var position = 0
  var expectation = Expectation.document
  /// The tape indices of the containers that are open, outermost first.
  var openContainers: [Int] = []
  /// How many of them are arrays; the rest are objects.
  var openArrayCount = 0
  /// Where the last token ends, white space left out: the place where something is missing.
  var lastTokenEnd = 0
  /// Where the token before that one ends.
  var previousTokenEnd = 0

  /// Whether reading ended before the text did: what is missing then is the reader's doing.
  private var gaveUp = false

  init(bytes: [UInt8], dialect: JSONDialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  mutating func parseDocument() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      hasByteOrderMark = true
      position = 3
      lastTokenEnd = 3
    }
    skipWhiteSpace()
    while position < bytes.count {
      parseToken()
      previousTokenEnd = lastTokenEnd
      lastTokenEnd = position
      skipWhiteSpace()
    }
    finish()
  }

  private mutating func parseToken() {
    switch bytes[position] {
    case UInt8(ascii: "\""): parseString()
    case UInt8(ascii: "{"): parseOpening(.object)
    case UInt8(ascii: "["): parseOpening(.array)
    case UInt8(ascii: "}"): parseClosing(.object)
    case UInt8(ascii: "]"): parseClosing(.array)
    case UInt8(ascii: ","): parseComma()
    case UInt8(ascii: ":"): parseColon()
    default: parseWord()
    }
  }

  private mutating func skipWhiteSpace() { position = ByteScan.endOfWhiteSpace(in: bytes, from: position) }

  /// Notes an error. A gap right where the last error ends is a consequence of that one and is left out.
  mutating func report(_ message: String, _ range: Range<Int>) {
    guard !gaveUp, errors.count < JSONTree.maximumErrorCount else { return }
    if range.isEmpty, let last = errors.last, last.range.upperBound == range.lowerBound { return }
    errors.append(JSONSyntaxError(message: message, range: range))
  }
}

// MARK: - Tokens that are values

extension JSONParser {
  private mutating func parseString() {
    if case .colon = expectation, !isStringClosed(at: position) {
      report("unexpected '\"'", position..<position + 1)
      position += 1
      return
    }
    guard let role = role(of: .string) else { return }
    let start = position
    let (isClosed, needsDecoding) = scanString()
    if !isClosed {
      // The colon after a key is a surer end than that of the line: brackets may follow it.
      if role == .key { position = bytes[start..<position].firstIndex(of: UInt8(ascii: ":")) ?? position }
      report("unterminated string", start..<position)
    }
    var entry = JSONTapeEntry(kind: .string, range: start..<position, next: tape.count + 1)
    entry.isClosed = isClosed
    entry.needsDecoding = needsDecoding
    append(entry, as: role)
  }

  /// A number, `true`, `false`, `null`, or a run of bytes that is none of these.
  private mutating func parseWord() {
    guard let role = role(of: .invalid) else { return }
    let start = position
    position = endOfWord(from: start)
    var kind = kindOfWord(start..<position)
    if role == .key {
      kind = .invalid
      report("a key must be a string in double quotes", start..<position)
    } else if kind == .invalid {
      report("not a JSON value", start..<position)
    }
    append(JSONTapeEntry(kind: kind, range: start..<position, next: tape.count + 1), as: role)
  }

  private mutating func parseOpening(_ kind: JSONNode.Kind) {
    guard openContainers.count < JSONTree.maximumDepth else {
      report("nested deeper than \(JSONTree.maximumDepth) levels", position..<position + 1)
      position = bytes.count
      gaveUp = true
      return
    }
    guard role(of: kind) != nil else { return }
    openContainers.append(tape.count)
    if kind == .array { openArrayCount += 1 }
    tape.append(JSONTapeEntry(kind: kind, range: position..<position + 1, next: tape.count + 1))
    position += 1
    expectation = kind == .array ? .element(afterComma: nil) : .key(afterComma: nil)
  }

  private mutating func append(_ entry: JSONTapeEntry, as role: Role) {
    tape.append(entry)
    expectation = role == .key ? .colon : expectationAfterValue
  }

  var expectationAfterValue: Expectation { openContainers.isEmpty ? .end : .separator }
}

// MARK: - Tokens between values

extension JSONParser {
  private mutating func parseComma() {
    let comma = position
    position += 1
    switch expectation {
    case .separator: expectAnother(afterComma: comma)
    case .element, .key:
      report("missing value before ','", comma..<comma + 1)
      expectAnother(afterComma: comma)
    case .colon, .value:
      appendMissingValue()
      expectAnother(afterComma: comma)
    case .document, .end: report("unexpected ','", comma..<comma + 1)
    }
  }

  /// Asks for the next element or member of the innermost container.
  private mutating func expectAnother(afterComma comma: Int) {
    expectation = innermostKind == .array ? .element(afterComma: comma) : .key(afterComma: comma)
  }

  private mutating func parseColon() {
    switch expectation {
    case .colon: expectation = .value
    case .key:
      report("missing key before ':'", position..<position + 1)
      appendInvalid(at: lastTokenEnd)
      expectation = .value
    case .separator where takeLastStringAsKey(): expectation = .value
    default: report("unexpected ':'", position..<position + 1)
    }
    position += 1
  }

  private mutating func parseClosing(_ kind: JSONNode.Kind) {
    guard canClose(kind) else {
      report(kind == .array ? "unmatched ']'" : "unmatched '}'", position..<position + 1)
      position += 1
      return
    }
    while let innermostKind, innermostKind != kind { closeUnclosed(at: lastTokenEnd) }
    completeContents()
    position += 1
    close(at: position)
  }

  /// Completes what is left open at the end of the text.
  private mutating func finish() {
    while !openContainers.isEmpty { closeUnclosed(at: lastTokenEnd) }
    if case .document = expectation { report("the file is empty", bytes.count..<bytes.count) }
  }

  /// Before the innermost container ends: says what its last element or member lacks.
  mutating func completeContents() {
    switch expectation {
    case .element(let comma?), .key(let comma?):
      report("trailing ','", comma..<comma + 1)
    case .colon, .value: appendMissingValue()
    case .document, .element, .key, .separator, .end: break
    }
  }

  mutating func close(at end: Int) {
    guard let index = openContainers.popLast() else { return }
    if tape[index].kind == .array { openArrayCount -= 1 }
    tape[index].range = tape[index].range.lowerBound..<end
    tape[index].next = tape.count
    expectation = expectationAfterValue
  }

  var innermostKind: JSONNode.Kind? { openContainers.last.map { tape[$0].kind } }
}
