/// The value of string literals.
enum StringLiteral {
  /// The bytes between the quotes of one literal, where they are its value as they stand.
  static func plainContent(_ range: Range<Int>, _ source: [UInt8]) -> Range<Int>? {
    let (prefix, content) = parts(range, source)
    let isPlain = prefix.contains(.raw) || !source[content].contains { $0 == 0x5c || $0 == 0x0d }
    return isPlain ? content : nil
  }

  /// The text of a string node, adjacent literals joined.
  static func text(of node: NodeIndex, in tree: SyntaxTree, _ source: [UInt8]) -> String {
    guard tree[node].firstChild >= 0 else { return text(tree[node].range, source) }
    var text = ""
    for part in tree.children(node) { text += Self.text(tree[part].range, source) }
    return text
  }

  /// Splits a literal into its prefix and what stands between its quotes.
  static func parts(_ range: Range<Int>, _ source: [UInt8]) -> (prefix: StringPrefix, content: Range<Int>) {
    var prefix: StringPrefix = []
    var start = range.lowerBound
    while start < range.upperBound, source[start] != 0x22, source[start] != 0x27 {
      switch source[start] | 0x20 {
      case 0x72: prefix.insert(.raw)
      case 0x62: prefix.insert(.bytes)
      default: break
      }
      start += 1
    }
    let isTriple =
      range.upperBound - start >= 6 && source[start] == source[start + 1]
      && source[start] == source[start + 2]
    let width = isTriple ? 3 : 1
    return (prefix, min(start + width, range.upperBound)..<max(start + width, range.upperBound - width))
  }

  private static func text(_ range: Range<Int>, _ source: [UInt8]) -> String {
    let (prefix, content) = parts(range, source)
    guard content.upperBound <= range.upperBound else { return "" }
    if prefix.contains(.raw) || !source[content].contains(where: { $0 == 0x5c || $0 == 0x0d }) {
      return String(decoding: source[content], as: UTF8.self)
    }
    var decoder = EscapeDecoder(bytes: source[content])
    return decoder.decode()
  }
}

/// Replaces the escapes of a string literal.
struct EscapeDecoder {
  private var bytes: ArraySlice<UInt8>
  private var result: [UInt8] = []

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  mutating func decode() -> String {
    while let byte = bytes.popFirst() {
      if byte == 0x5c {
        decodeEscape()
      } else if byte == 0x0d {
        if bytes.first == 0x0a { bytes.removeFirst() }
        result.append(0x0a)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func decodeEscape() {
    guard let letter = bytes.popFirst() else { return result.append(0x5c) }
    switch letter {
    case 0x0a: break
    case 0x0d: if bytes.first == 0x0a { bytes.removeFirst() }
    case 0x5c, 0x27, 0x22: result.append(letter)
    case 0x61: result.append(7)
    case 0x62: result.append(8)
    case 0x66: result.append(12)
    case 0x6e: result.append(10)
    case 0x72: result.append(13)
    case 0x74: result.append(9)
    case 0x76: result.append(11)
    case 0x30...0x37: append(octal(from: letter))
    case 0x78: append(hexadecimal(2))
    case 0x75: append(hexadecimal(4))
    case 0x55: append(hexadecimal(8))
    default: result += [0x5c, letter]
    }
  }

  private mutating func octal(from first: UInt8) -> UInt32 {
    var value = UInt32(first - 0x30)
    for _ in 0..<2 {
      guard let digit = bytes.first, digit &- 0x30 < 8 else { break }
      bytes.removeFirst()
      value = value * 8 + UInt32(digit - 0x30)
    }
    return value
  }

  private mutating func hexadecimal(_ count: Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let byte = bytes.first, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { break }
      bytes.removeFirst()
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func append(_ value: UInt32) {
    let scalar = Unicode.Scalar(value) ?? "\u{fffd}"
    result += Array(String(Character(scalar)).utf8)
  }
}
