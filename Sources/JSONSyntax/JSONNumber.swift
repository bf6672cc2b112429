extension JSONValue {
  /// The number that `literal`, written as JSON has it, stands for, in the first of the cases that keeps all of its
  /// digits.
  init(numberLiteral literal: String) {
    if let integer = Int(literal) {
      self = .integer(integer)
    } else if let double = Double(literal), Self.double(double, holds: literal) {
      self = .double(double)
    } else {
      self = .number(literal)
    }
  }

  /// Whether writing `double` gives a literal of the same kind and value. Kinds matter because Python reads an
  /// integer of any length as one, and a number with an exponent as a float.
  private static func double(_ double: Double, holds literal: String) -> Bool {
    // A word of Python's dialect has no digits; a number too large for a double has.
    guard double.isFinite else { return !literal.utf8.contains { isDigit($0) } }
    guard !literal.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "-") }) else { return false }
    guard let written = JSONDecimal(literal) else { return false }
    return written == JSONDecimal(double.description)
  }
}

/// The value of a number as decimal digits: 0.digits × 10^exponent. Equal values are equal here however they are
/// written.
private struct JSONDecimal: Equatable {
  private var isNegative: Bool
  /// Without zeros at either end.
  private var digits: [UInt8]
  private var exponent: Int

  /// Larger exponents, which no `Double` has, are not read.
  private static let maximumExponent = 1_000_000

  /// Reads a number as JSON writes it.
  init?(_ literal: String) {
    let parts = literal.utf8.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
    guard let mantissa = parts.first else { return nil }
    var writtenExponent = 0
    if parts.count > 1 {
      guard let number = Int(String(Substring(parts[1]))),
        (-Self.maximumExponent...Self.maximumExponent).contains(number)
      else {
        return nil
      }
      writtenExponent = number
    }
    isNegative = mantissa.first == UInt8(ascii: "-")
    let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.endIndex
    let integerDigits = mantissa[..<point].filter { isDigit($0) }
    let allDigits = integerDigits + mantissa[point...].filter { isDigit($0) }
    let significant = allDigits.drop { $0 == UInt8(ascii: "0") }
    let trailingZeros = significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    digits = Array(significant.dropLast(trailingZeros))
    let leadingZeros = allDigits.count - significant.count
    exponent = digits.isEmpty ? 0 : writtenExponent + integerDigits.count - leadingZeros
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
