import JSONSyntax

/// Reads a value as cell metadata has it on one line: JSON, or a literal of Python.
///
/// What mixes the two is no value: jupytext tries the one language, then the other.
struct LiteralReader {
  /// Values nested deeper than this are not read.
  private static let maximumDepth = 64

  private let line: ArraySlice<UInt8>
  private(set) var offset: Int
  private var isJSON = true
  private var isPython = true

  /// A reader of the value at the start of `line`.
  init(_ line: ArraySlice<UInt8>) {
    self.line = line
    offset = line.startIndex
  }

  /// The value at the current place; nil where there is none.
  mutating func read() -> TextNode? {
    guard let node = value(depth: 0), isJSON || isPython else { return nil }
    return node
  }

  private var byte: UInt8? { offset < line.endIndex ? line[offset] : nil }

  private mutating func skipSpaces() {
    while let byte, byte == 0x20 || 0x09...0x0D ~= byte { offset += 1 }
  }

  private mutating func value(depth: Int) -> TextNode? {
    guard depth < Self.maximumDepth else { return nil }
    skipSpaces()
    let start = offset
    guard let byte else { return nil }
    let content: TextNode.Content?
    switch byte {
    case UInt8(ascii: "["): content = list(until: UInt8(ascii: "]"), depth: depth)
    case UInt8(ascii: "("):
      isJSON = false
      content = list(until: UInt8(ascii: ")"), depth: depth)
    case UInt8(ascii: "{"): content = object(depth: depth)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): content = string().map { .scalar(.string($0)) }
    default: content = word()
    }
    return content.map { TextNode(range: start..<offset, content: $0) }
  }

  private mutating func list(until close: UInt8, depth: Int) -> TextNode.Content? {
    offset += 1
    var elements: [TextNode] = []
    while true {
      skipSpaces()
      if byte == close {
        if !elements.isEmpty { isJSON = false }
        break
      }
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
      skipSpaces()
      if byte == close { break }
      guard byte == UInt8(ascii: ",") else { return nil }
      offset += 1
    }
    offset += 1
    return .list(elements)
  }

  private mutating func object(depth: Int) -> TextNode.Content? {
    offset += 1
    var members: [TextMember] = []
    while true {
      skipSpaces()
      if byte == UInt8(ascii: "}") {
        if !members.isEmpty { isJSON = false }
        break
      }
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return nil }
      let start = offset
      guard let key = string() else { return nil }
      let keyRange = start..<offset
      skipSpaces()
      guard byte == UInt8(ascii: ":") else { return nil }
      offset += 1
      guard let value = value(depth: depth + 1) else { return nil }
      members.append(TextMember(key: key, keyRange: keyRange, value: value))
      skipSpaces()
      if byte == UInt8(ascii: "}") { break }
      guard byte == UInt8(ascii: ",") else { return nil }
      offset += 1
    }
    offset += 1
    return .object(members)
  }

  /// A number or a word that stands for a value.
  private mutating func word() -> TextNode.Content? {
    let start = offset
    while let byte, byte.isASCIILetter || byte.isASCIIDigit || "+-._".utf8.contains(byte) { offset += 1 }
    let word = line[start..<offset].string
    switch word {
    case "true", "false", "null", "NaN", "Infinity", "-Infinity": isPython = false
    case "True", "False", "None": isJSON = false
    default: break
    }
    switch word {
    case "true", "True": return .scalar(.bool(true))
    case "false", "False": return .scalar(.bool(false))
    case "null", "None": return .scalar(.null)
    default: return number(word)
    }
  }

  private mutating func number(_ word: String) -> TextNode.Content? {
    if let root = JSONTree(parsing: Array(word.utf8), dialect: .python).validRoot, root.kind == .number {
      return .scalar(root.value)
    }
    isJSON = false
    let digits = word.filter { $0 != "_" }
    if let integer = Int(digits) { return .scalar(.integer(integer)) }
    return word.utf8.contains { $0.isASCIIDigit } ? Double(digits).map { .scalar(.double($0)) } : nil
  }

  /// A string in quotes, escapes decoded.
  private mutating func string() -> String? {
    guard let quote = byte else { return nil }
    if quote == UInt8(ascii: "'") { isJSON = false }
    offset += 1
    var escapes = EscapedText()
    while let byte {
      offset += 1
      switch byte {
      case quote: return escapes.text
      case UInt8(ascii: "\\"):
        guard let escape = self.byte else { return nil }
        offset += 1
        guard readEscape(escape, into: &escapes) else { return nil }
      default: escapes.append(byte)
      }
    }
    return nil
  }

  private mutating func readEscape(_ escape: UInt8, into text: inout EscapedText) -> Bool {
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(escape)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "/"):
      isPython = false
      text.append(escape)
    case UInt8(ascii: "u"): return readUnit(digits: 4, into: &text)
    case UInt8(ascii: "x"):
      isJSON = false
      return readUnit(digits: 2, into: &text)
    case UInt8(ascii: "U"):
      isJSON = false
      return readUnit(digits: 8, into: &text)
    case UInt8(ascii: "'"):
      isJSON = false
      text.append(escape)
    default:
      // Python keeps the backslash of an escape that it does not know.
      isJSON = false
      text.append(UInt8(ascii: "\\"))
      text.append(escape)
    }
    return true
  }

  private mutating func readUnit(digits: Int, into text: inout EscapedText) -> Bool {
    guard offset + digits <= line.endIndex else { return false }
    let hex = line[offset..<offset + digits]
    guard hex.allSatisfy({ $0.isASCIIHexDigit }), let unit = UInt32(hex.string, radix: 16) else {
      return false
    }
    offset += digits
    text.append(unit: unit)
    return true
  }
}

/// Text as it grows from plain bytes and escapes, among them the two halves of a surrogate pair.
struct EscapedText {
  private var bytes: [UInt8] = []
  private var highSurrogate: UInt32?

  mutating func append(_ byte: UInt8) {
    flush()
    bytes.append(byte)
  }

  /// Appends a scalar, or half a surrogate pair; what is neither becomes U+FFFD.
  mutating func append(unit: UInt32) {
    if let high = highSurrogate, 0xDC00...0xDFFF ~= unit {
      highSurrogate = nil
      append(scalar: 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
    } else {
      flush()
      if 0xD800...0xDBFF ~= unit { highSurrogate = unit } else { append(scalar: unit) }
    }
  }

  /// Takes away the spaces at the end.
  mutating func dropSpaces() {
    flush()
    while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
  }

  private mutating func append(scalar: UInt32) {
    bytes += String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8
  }

  private mutating func flush() {
    guard highSurrogate != nil else { return }
    highSurrogate = nil
    append(scalar: 0xFFFD)
  }

  var text: String {
    mutating get {
      flush()
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension JSONTree {
  fileprivate var validRoot: JSONNode? { isValid ? root : nil }
}

extension UInt8 {
  var isASCIIHexDigit: Bool { isASCIIDigit || (0x61...0x66).contains(self | 0x20) }
}
