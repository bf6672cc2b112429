/// The value of string literals.
enum StringLiteral {
  /// The bytes between the quotes of one literal, where they are its value as they stand.
  static func plainContent(_ range: Range<Int>, _ source: [UInt8]) -> Range<Int>? {
    let (prefix, content) = parts(range, source)
    let isPlain = prefix.contains(.raw) || !source[content].contains { $0 == "\\" || $0 == "\r" }
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
    while start < range.upperBound, source[start] != "\"", source[start] != "'" {
      switch source[start].lowercased {
      case "r": prefix.insert(.raw)
      case "b": prefix.insert(.bytes)
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
    if prefix.contains(.raw) || !source[content].contains(where: { $0 == "\\" || $0 == "\r" }) {
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
      if byte == "\\" {
        decodeEscape()
      } else if byte == "\r" {
        skipLineFeed()
        append("\n")
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func decodeEscape() {
    guard let letter = bytes.popFirst() else { return append("\\") }
    switch letter {
    case "\n": break
    case "\r": skipLineFeed()
    case "\\", "'", "\"": result.append(letter)
    case "a": append("\u{7}")
    case "b": append("\u{8}")
    case "f": append("\u{c}")
    case "n": append("\n")
    case "r": append("\r")
    case "t": append("\t")
    case "v": append("\u{b}")
    case "x": append(hexadecimal(2))
    case "u": append(hexadecimal(4))
    case "U": append(hexadecimal(8))
    case _ where letter.isOctalDigit: append(octal(from: letter))
    default:
      append("\\")
      result.append(letter)
    }
  }

  private mutating func octal(from first: UInt8) -> UInt32 {
    var value = UInt32(first & 7)
    for _ in 0..<2 {
      guard let digit = bytes.first, digit.isOctalDigit else { break }
      bytes.removeFirst()
      value = value * 8 + UInt32(digit & 7)
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

  /// Steps over the second half of CR LF.
  private mutating func skipLineFeed() {
    if let next = bytes.first, next == "\n" { bytes.removeFirst() }
  }

  private mutating func append(_ value: UInt32) {
    append(Unicode.Scalar(value) ?? "\u{fffd}")
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    result += Array(String(Character(scalar)).utf8)
  }
}
