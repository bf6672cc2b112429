/// Bytes beside the characters they stand for, as in `byte == "("`.
extension UInt8 {
  @inline(__always) static func == (byte: UInt8, character: Unicode.Scalar) -> Bool {
    UInt32(byte) == character.value
  }

  @inline(__always) static func != (byte: UInt8, character: Unicode.Scalar) -> Bool {
    UInt32(byte) != character.value
  }

  @inline(__always) static func ~= (character: Unicode.Scalar, byte: UInt8) -> Bool {
    UInt32(byte) == character.value
  }

  /// Whether the byte is one of `0` to `9`.
  @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
  @inline(__always) var isOctalDigit: Bool { self &- 0x30 < 8 }
  @inline(__always) var isHexadecimalDigit: Bool { isDigit || lowercased &- 0x61 < 6 }
  @inline(__always) var isUppercaseLetter: Bool { self &- 0x41 < 26 }
  @inline(__always) var isLowercaseLetter: Bool { self &- 0x61 < 26 }
  @inline(__always) var isASCII: Bool { self < 0x80 }
  @inline(__always) var isControl: Bool { self < 0x20 || self == 0x7f }
  /// A space or a tab.
  @inline(__always) var isBlank: Bool { self == " " || self == "\t" }
  /// A line feed or a carriage return.
  @inline(__always) var isLineEnd: Bool { self == "\n" || self == "\r" }

  /// The small letter for a letter; other bytes become whatever they do, and none of them a letter.
  @inline(__always) var lowercased: UInt8 { self | 0x20 }
}
