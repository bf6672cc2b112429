extension Unicode.Scalar {
  /// Whether the scalar cannot stand as it is in both a Python script and a YAML file: control characters other than
  /// a tab, the line breaks that only some readers take for line breaks (CR, NEL, LS, PS), the byte order mark and
  /// the non-characters. A line feed is among them; who lets it stand asks for it first.
  var needsEscape: Bool {
    switch value {
    case 0x09, 0x20..<0x7F: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFDD0...0xFDEF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// The scalar by its number, in the form that Python and YAML share.
  var escaped: String {
    switch value {
    case 0...0xFF: "\\x" + hexadecimal(digits: 2)
    case 0...0xFFFF: "\\u" + hexadecimal(digits: 4)
    default: "\\U" + hexadecimal(digits: 8)
    }
  }

  /// The scalar's number in lower-case hexadecimal, with zeros in front up to `digits`.
  func hexadecimal(digits: Int) -> String {
    let number = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - number.count)) + number
  }
}
