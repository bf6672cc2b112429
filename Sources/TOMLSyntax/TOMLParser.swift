/// Reads a TOML text statement by statement, up to the first error.
struct TOMLParser {
  let bytes: [UInt8]
  var position = 0
  /// How many arrays and inline tables are open.
  var depth = 0
  private let root = TOMLTableBuilder(.header, 0..<0)
  /// The table whose section is read.
  private var current: TOMLTableBuilder
  private var currentDepth = 0
  /// The number of the section or inline table that dotted keys are in.
  var section = 0
  private var sectionCount = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    current = root
  }

  mutating func document() throws(TOMLSyntaxError) -> TOMLTable {
    if let invalid = Self.invalidUTF8(bytes) { throw TOMLSyntaxError("not UTF-8", invalid..<invalid + 1) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while position < bytes.count {
      skipWhiteSpace()
      if let byte = peek, !isAtNewline, byte != UInt8(ascii: "#") {
        try statement(byte)
        skipWhiteSpace()
      }
      try comment()
      try endOfLine()
    }
    return root.table
  }

  private mutating func statement(_ byte: UInt8) throws(TOMLSyntaxError) {
    if byte == UInt8(ascii: "[") {
      try header()
    } else {
      section = currentSection
      try keyAndValue(into: current, depth: currentDepth)
    }
  }

  private var currentSection = 0

  mutating func nextSection() -> Int {
    sectionCount += 1
    return sectionCount
  }

  /// The offset of the first byte that is not UTF-8; nil if there is none.
  private static func invalidUTF8(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let character): offset += character.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}

// MARK: - Statements

extension TOMLParser {
  private mutating func header() throws(TOMLSyntaxError) {
    let start = position
    let isArray = byte(at: 1) == UInt8(ascii: "[")
    position += isArray ? 2 : 1
    skipWhiteSpace()
    let parts = try key()
    let closing = isArray ? "]]" : "]"
    guard startsHere(closing) else {
      throw TOMLSyntaxError("expected `\(closing)` at the end of a table header", position..<position)
    }
    position += closing.utf8.count
    guard let last = parts.last else { return }
    try checkDepth(parts.count, last.range)
    var table = root
    for part in parts.dropLast() { table = try table.descend(throughHeader: part) }
    current =
      isArray
      ? try table.append(last, header: start..<position) : try table.define(last, header: start..<position)
    currentDepth = parts.count
    currentSection = nextSection()
  }

  /// Reads `key = value` into a table.
  mutating func keyAndValue(into table: TOMLTableBuilder, depth: Int) throws(TOMLSyntaxError) {
    let section = section
    let parts = try key()
    guard peek == UInt8(ascii: "=") else {
      throw TOMLSyntaxError("expected `=` after a key", position..<position)
    }
    position += 1
    skipWhiteSpace()
    guard let last = parts.last else { return }
    try checkDepth(depth + parts.count, last.range)
    let outerDepth = self.depth
    self.depth = depth + parts.count
    let value = try value()
    self.depth = outerDepth
    var table = table
    for part in parts.dropLast() {
      table = try table.descend(throughDottedKey: part, section: section)
    }
    try table.insert(value, at: last)
  }

  func checkDepth(_ depth: Int, _ range: Range<Int>) throws(TOMLSyntaxError) {
    if depth > TOMLDocument.maximumDepth {
      throw TOMLSyntaxError("nested more than \(TOMLDocument.maximumDepth) levels deep", range)
    }
  }

  /// Reads a key up to what follows it: at least one part.
  private mutating func key() throws(TOMLSyntaxError) -> [TOMLKeyPart] {
    var parts = [try keyPart()]
    skipWhiteSpace()
    while peek == UInt8(ascii: ".") {
      position += 1
      skipWhiteSpace()
      parts.append(try keyPart())
      skipWhiteSpace()
    }
    return parts
  }

  private mutating func keyPart() throws(TOMLSyntaxError) -> TOMLKeyPart {
    let start = position
    switch peek {
    case UInt8(ascii: "\""):
      position += 1
      return TOMLKeyPart(text: try basicString(from: start), range: start..<position)
    case UInt8(ascii: "'"):
      position += 1
      return TOMLKeyPart(text: try literalString(from: start), range: start..<position)
    default:
      while let byte = peek, Self.isBareKeyByte(byte) { position += 1 }
      guard position > start else { throw TOMLSyntaxError("expected a key", start..<start) }
      return TOMLKeyPart(text: text(start..<position), range: start..<position)
    }
  }

  private static func isBareKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

// MARK: - Bytes

extension TOMLParser {
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  func byte(at offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  /// The length of the line break here, 0 if there is none.
  var newlineLength: Int {
    if peek == UInt8(ascii: "\n") { return 1 }
    return peek == UInt8(ascii: "\r") && byte(at: 1) == UInt8(ascii: "\n") ? 2 : 0
  }

  var isAtNewline: Bool { newlineLength > 0 }

  func startsHere(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func skipWhiteSpace() {
    while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
  }

  /// Skips a comment, if one starts here.
  mutating func comment() throws(TOMLSyntaxError) {
    guard peek == UInt8(ascii: "#") else { return }
    while let byte = peek, !isAtNewline {
      try checkIsNoControl(byte)
      position += 1
    }
  }

  private mutating func endOfLine() throws(TOMLSyntaxError) {
    if position == bytes.count { return }
    guard isAtNewline else {
      throw TOMLSyntaxError("expected the end of the line", position..<position + 1)
    }
    position += newlineLength
  }

  /// Rejects a control character other than a tab at the current position.
  func checkIsNoControl(_ byte: UInt8) throws(TOMLSyntaxError) {
    if byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F {
      throw TOMLSyntaxError("control characters are not allowed here", position..<position + 1)
    }
  }
}
