/// Where strings and words end, and whether they are well formed.
extension JSONParser {
  /// Passes over the string that starts at `position`, which ends before its line does even where its quote is
  /// missing.
  mutating func scanString() -> (isClosed: Bool, needsDecoding: Bool) {
    var needsDecoding = false
    position += 1
    while true {
      position = ByteScan.endOfPlainStringBytes(in: bytes, from: position)
      guard position < bytes.count else { return (false, needsDecoding) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return (true, needsDecoding)
      case UInt8(ascii: "\\"):
        needsDecoding = true
        scanEscape()
      case 0x0A, 0x0D: return (false, needsDecoding)
      case 0x80...: scanBeyondASCII(needsDecoding: &needsDecoding)
      default:
        report("unescaped control character in a string", position..<position + 1)
        position += 1
      }
    }
  }

  /// Whether the quote at `start` has a partner in its line.
  func isStringClosed(at start: Int) -> Bool {
    var offset = start + 1
    while true {
      offset = ByteScan.endOfPlainStringBytes(in: bytes, from: offset)
      guard offset < bytes.count else { return false }
      switch bytes[offset] {
      case UInt8(ascii: "\""): return true
      case 0x0A, 0x0D: return false
      case UInt8(ascii: "\\"): offset += 2
      default: offset += 1
      }
    }
  }

  private mutating func scanEscape() {
    if let escape = JSONEscape(in: bytes, at: position, end: bytes.count) {
      position += escape.length
    } else {
      report("invalid escape sequence", position..<position + 1)
      position += 1
    }
  }

  private mutating func scanBeyondASCII(needsDecoding: inout Bool) {
    while position < bytes.count, bytes[position] >= 0x80 {
      let sequence = ByteScan.utf8Sequence(in: bytes, at: position, end: bytes.count)
      if !sequence.isValid {
        report("invalid UTF-8", position..<position + sequence.length)
        needsDecoding = true
      }
      position += sequence.length
    }
  }

  /// Where the run of bytes that no bracket, quote, comma, colon or white space interrupts ends.
  func endOfWord(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      switch bytes[end] {
      case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        return end
      default: end += 1
      }
    }
    return end
  }

  func kindOfWord(_ range: Range<Int>) -> JSONNode.Kind {
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "t"): bytes[range].elementsEqual("true".utf8) ? .boolean : .invalid
    case UInt8(ascii: "f"): bytes[range].elementsEqual("false".utf8) ? .boolean : .invalid
    case UInt8(ascii: "n"): bytes[range].elementsEqual("null".utf8) ? .null : .invalid
    default: isNumber(range) || dialect.hasNumber(bytes[range]) ? .number : .invalid
    }
  }

  /// Whether the bytes are `-? (0 | [1-9][0-9]*) (\.[0-9]+)? ([eE][+-]?[0-9]+)?`.
  private func isNumber(_ range: Range<Int>) -> Bool {
    var rest = bytes[range]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let integerDigits = Self.dropDigits(from: &rest)
    guard integerDigits > 0, !startsWithZero || integerDigits == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard Self.dropDigits(from: &rest) > 0 else { return false }
    }
    if let first = rest.first, first | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard Self.dropDigits(from: &rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// Takes the digits off the front and says how many there were.
  private static func dropDigits(from rest: inout ArraySlice<UInt8>) -> Int {
    let count = rest.count
    rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return count - rest.count
  }

  func byteAfterWhiteSpace(from offset: Int) -> UInt8? {
    bytes[min(offset, bytes.count)...].first { byte in
      byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09
    }
  }
}
