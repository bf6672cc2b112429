/// The inside of a JSON string, seen as pieces that stand for themselves and pieces that stand for one scalar.
struct JSONStringContent: Sequence {
  let bytes: [UInt8]
  /// The string's bytes without its quotes.
  let range: Range<Int>

  /// A stretch of the string.
  struct Piece {
    var range: Range<Int>
    /// The scalar that the bytes stand for; nil where they stand for themselves.
    var scalar: Unicode.Scalar?
  }

  func makeIterator() -> Iterator { Iterator(content: self, position: range.lowerBound) }

  var decodedBytes: [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(range.count)
    appendDecoded(to: &decoded)
    return decoded
  }

  func appendDecoded(to decoded: inout [UInt8]) {
    for piece in self {
      if let scalar = piece.scalar {
        if scalar.isASCII {
          decoded.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
          decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
      } else {
        decoded.append(contentsOf: bytes[piece.range])
      }
    }
  }

  var decoded: String { String(decoding: decodedBytes, as: UTF8.self) }

  struct Iterator: IteratorProtocol {
    let content: JSONStringContent
    var position: Int

    mutating func next() -> Piece? {
      let start = position
      let end = content.range.upperBound
      while position < end {
        position = Swift.min(ByteScan.endOfPlainStringBytes(in: content.bytes, from: position), end)
        guard position < end, let special = specialPiece() else { continue }
        if position > start { return Piece(range: start..<position, scalar: nil) }
        position = special.range.upperBound
        return special
      }
      return position > start ? Piece(range: start..<position, scalar: nil) : nil
    }

    /// The escape or malformed UTF-8 at `position`; where there is none, steps over what is there instead.
    private mutating func specialPiece() -> Piece? {
      let byte = content.bytes[position]
      if byte == UInt8(ascii: "\\") {
        if let escape = JSONEscape(in: content.bytes, at: position, end: content.range.upperBound) {
          return Piece(range: position..<position + escape.length, scalar: escape.scalar)
        }
      } else if byte >= 0x80 {
        let sequence = ByteScan.utf8Sequence(in: content.bytes, at: position, end: content.range.upperBound)
        guard sequence.isValid else {
          return Piece(range: position..<position + sequence.length, scalar: "\u{FFFD}")
        }
        position += sequence.length
        return nil
      }
      position += 1
      return nil
    }
  }
}

/// A backslash and what belongs to it.
struct JSONEscape {
  var scalar: Unicode.Scalar
  /// In bytes: 2, 6, or 12 for a surrogate pair.
  var length: Int

  /// Reads the escape whose backslash is at `offset`; nil where JSON has no such escape.
  init?(in bytes: [UInt8], at offset: Int, end: Int) {
    guard offset + 1 < end else { return nil }
    length = 2
    switch bytes[offset + 1] {
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "/"): scalar = "/"
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    default:
      guard let unit = Self.codeUnit(in: bytes, at: offset, end: end) else { return nil }
      if UTF16.isLeadSurrogate(unit), let trail = Self.codeUnit(in: bytes, at: offset + 6, end: end),
        UTF16.isTrailSurrogate(trail)
      {
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
        scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        length = 12
      } else {
        scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
        length = 6
      }
    }
  }

  /// The number of a `\uXXXX` at `offset`.
  private static func codeUnit(in bytes: [UInt8], at offset: Int, end: Int) -> UInt16? {
    guard offset + 6 <= end, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
    else {
      return nil
    }
    var unit: UInt16 = 0
    for byte in bytes[offset + 2..<offset + 6] {
      guard let digit = hexadecimalValue(of: byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func hexadecimalValue(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
