/// Compatibility forms of letters that keyboards and papers bring into identifiers, and what they stand for.
enum CompatibilityForms {
  static func hasMapping(_ value: UInt32) -> Bool { mapping(value) != nil }

  static func mapping(_ value: UInt32) -> String? {
    switch value {
    case 0xaa: "a"
    case 0xb5: "μ"
    case 0xba: "o"
    case 0xff10...0xff19, 0xff21...0xff3a, 0xff41...0xff5a, 0xff3f: scalar(value - 0xfee0)
    case 0xfb00...0xfb06: ligatures[Int(value - 0xfb00)]
    case 0x1d400...0x1d6a3: mathematicalLetter(value - 0x1d400)
    case 0x1d7ce...0x1d7ff: scalar(0x30 + (value - 0x1d7ce) % 10)
    default: others[value]
    }
  }

  private static let ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]

  /// The mathematical alphabets follow each other, 26 capitals and 26 small letters each.
  private static func mathematicalLetter(_ offset: UInt32) -> String? {
    let letter = offset % 52
    return scalar(letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
  }

  private static func scalar(_ value: UInt32) -> String? {
    Unicode.Scalar(value).map { String(Character($0)) }
  }

  private static let others: [UInt32: String] = [
    0x2071: "i", 0x207f: "n", 0x2090: "a", 0x2091: "e", 0x2092: "o", 0x2093: "x", 0x2095: "h", 0x2096: "k",
    0x2097: "l", 0x2098: "m", 0x2099: "n", 0x209a: "p", 0x209b: "s", 0x209c: "t", 0x1d62: "i", 0x1d63: "r",
    0x1d64: "u", 0x1d65: "v", 0x2c7c: "j", 0x2102: "C", 0x210a: "g", 0x210b: "H", 0x210c: "H", 0x210d: "H",
    0x210e: "h", 0x2110: "I", 0x2111: "I", 0x2112: "L", 0x2113: "l", 0x2115: "N", 0x2119: "P", 0x211a: "Q",
    0x211b: "R", 0x211c: "R", 0x211d: "R", 0x2124: "Z", 0x2128: "Z", 0x212a: "K", 0x212b: "Å", 0x212c: "B",
    0x212d: "C", 0x212f: "e", 0x2130: "E", 0x2131: "F", 0x2133: "M", 0x2134: "o", 0x2139: "i", 0x1d2c: "A",
    0x02b0: "h", 0x02b2: "j", 0x02b3: "r", 0x02b7: "w", 0x02b8: "y", 0x02e1: "l", 0x02e2: "s", 0x02e3: "x",
  ]
}
