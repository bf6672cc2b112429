/// Writes JSON text byte by byte as Python's `json.dumps` would.
package struct JSONWriter: Sendable {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []
  private let indent: Int?
  private let ensureASCII: Bool
  private let dialect: JSONDialect
  private var depth = 0

  /// A writer that starts a line for each member and element and indents it by `indent` spaces a level, or that
  /// writes no white space at all where `indent` is nil.
  package init(indent: Int? = nil, ensureASCII: Bool = false, dialect: JSONDialect = .standard) {
    self.dialect = dialect
    self.indent = indent.map { max($0, 0) }
    self.ensureASCII = ensureASCII
  }

  /// `text` as a JSON string with its quotes. Without `ensureASCII` only what has to be escaped is, which is how
  /// Jupyter writes notebooks.
  package static func quoted(_ text: String, ensureASCII: Bool = false) -> String {
    var writer = JSONWriter(ensureASCII: ensureASCII)
    writer.write(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Appends `value`. The infinities and NaN are null, except in Python's dialect, which has words for them.
  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write(raw: "null")
    case .bool(let value): write(raw: value ? "true" : "false")
    case .integer(let value): write(raw: String(value))
    case .double(let value): write(raw: value.isFinite ? String(value) : dialect.word(forNonFinite: value))
    case .number(let literal): write(raw: literal)
    case .string(let value): write(value)
    case .array(let elements):
      writeContainer(elements, open: "[", close: "]") { writer, element in writer.write(element) }
    case .object(let members):
      writeContainer(members, open: "{", close: "}") { writer, member in
        writer.write(member.key)
        writer.write(raw: writer.indent == nil ? ":" : ": ")
        writer.write(member.value)
      }
    }
  }

  /// Appends `text` as a string.
  package mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if ensureASCII {
      for unit in text.utf16 { writeASCII(unit) }
    } else {
      writeUnicode(text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends what stands between escapes in whole stretches.
  private mutating func writeUnicode(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var plainStart = 0
      for (offset, byte) in utf8.enumerated() where Self.hasToBeEscaped(byte) {
        bytes.append(contentsOf: utf8[plainStart..<offset])
        writeEscape(of: UInt16(byte))
        plainStart = offset + 1
      }
      bytes.append(contentsOf: utf8[plainStart...])
    }
  }

  private mutating func writeASCII(_ unit: UInt16) {
    if let byte = UInt8(exactly: unit), byte < 0x7F, !Self.hasToBeEscaped(byte) {
      bytes.append(byte)
    } else {
      writeEscape(of: unit)
    }
  }

  private static func hasToBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func writeEscape(of unit: UInt16) {
    switch unit {
    case 0x22: write(raw: #"\""#)
    case 0x5C: write(raw: #"\\"#)
    case 0x08: write(raw: #"\b"#)
    case 0x0C: write(raw: #"\f"#)
    case 0x0A: write(raw: #"\n"#)
    case 0x0D: write(raw: #"\r"#)
    case 0x09: write(raw: #"\t"#)
    default:
      write(raw: #"\u"#)
      let digits = String(unit, radix: 16)
      write(raw: String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }

  private mutating func writeContainer<Item>(
    _ items: [Item], open: String, close: String, writeItem: (inout JSONWriter, Item) -> Void
  ) {
    write(raw: open)
    depth += 1
    for (index, item) in items.enumerated() {
      if index > 0 { write(raw: ",") }
      startLine()
      writeItem(&self, item)
    }
    depth -= 1
    if !items.isEmpty { startLine() }
    write(raw: close)
  }

  private mutating func startLine() {
    guard let indent else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
  }

  private mutating func write(raw text: String) { bytes.append(contentsOf: text.utf8) }
}
