// Numbers, dates and times. What is left after the longest one is an error of whoever reads on.
extension TOMLParser {
  mutating func number() throws(TOMLSyntaxError) -> TOMLValue.Content {
    if let end = try endOfDateTime() {
      defer { position = end }
      return .dateTime(text(position..<end))
    }
    for (word, value) in Self.specialFloats where startsHere(word) {
      position += word.utf8.count
      return .float(value)
    }
    if let content = try integerWithPrefix() { return content }
    return try decimal()
  }

  private static let specialFloats: [(String, Double)] = [
    ("inf", .infinity), ("+inf", .infinity), ("-inf", -.infinity), ("nan", .nan), ("+nan", .nan),
    ("-nan", -.nan),
  ]

  private mutating func integerWithPrefix() throws(TOMLSyntaxError) -> TOMLValue.Content? {
    guard peek == UInt8(ascii: "0") else { return nil }
    let radix: Int
    switch byte(at: 1) {
    case UInt8(ascii: "x"): radix = 16
    case UInt8(ascii: "o"): radix = 8
    case UInt8(ascii: "b"): radix = 2
    default: return nil
    }
    let end = endOfDigits(from: position + 2, radix: radix)
    // A zero, and something after it that does not belong there.
    guard end > position + 2 else { return nil }
    return .integer(try integer(position + 2..<end, radix: radix, start: position))
  }

  private mutating func decimal() throws(TOMLSyntaxError) -> TOMLValue.Content {
    let start = position
    let isSigned = peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-")
    let first = isSigned ? start + 1 : start
    var end = endOfDigits(from: first, radix: 10)
    if end > first, bytes[first] == UInt8(ascii: "0") { end = first + 1 }
    guard end > first else { throw TOMLSyntaxError("expected a value", start..<start) }
    let integerEnd = end
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      let fraction = endOfDigits(from: end + 1, radix: 10)
      if fraction > end + 1 { end = fraction }
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      var digits = end + 1
      if digits < bytes.count, bytes[digits] == UInt8(ascii: "+") || bytes[digits] == UInt8(ascii: "-") {
        digits += 1
      }
      let exponent = endOfDigits(from: digits, radix: 10)
      if exponent > digits { end = exponent }
    }
    if end == integerEnd { return .integer(try integer(start..<end, radix: 10, start: start)) }
    position = end
    return .float(Double(withoutUnderscores(start..<end)) ?? .nan)
  }

  private mutating func integer(
    _ range: Range<Int>, radix: Int, start: Int
  ) throws(TOMLSyntaxError) -> Int {
    guard let value = Int(withoutUnderscores(range), radix: radix) else {
      throw TOMLSyntaxError("this integer does not fit into 64 bits", start..<range.upperBound)
    }
    position = range.upperBound
    return value
  }

  private func withoutUnderscores(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  /// The end of digits that may have single underscores between them.
  private func endOfDigits(from start: Int, radix: Int) -> Int {
    func isDigit(_ index: Int) -> Bool {
      guard index < bytes.count, bytes[index] < 0x80 else { return false }
      return Character(Unicode.Scalar(bytes[index])).hexDigitValue.map { $0 < radix } ?? false
    }
    guard isDigit(start) else { return start }
    var end = start + 1
    while true {
      if isDigit(end) {
        end += 1
      } else if end < bytes.count, bytes[end] == UInt8(ascii: "_"), isDigit(end + 1) {
        end += 2
      } else {
        return end
      }
    }
  }
}

// MARK: - Dates and times

extension TOMLParser {
  /// The end of a date, a time or both that start here; nil if none does.
  private func endOfDateTime() throws(TOMLSyntaxError) -> Int? {
    guard let dateEnd = endOfDate() else { return endOfTime(from: position) }
    try checkDay(dateEnd)
    guard dateEnd < bytes.count,
      [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[dateEnd]),
      let timeEnd = endOfTime(from: dateEnd + 1)
    else { return dateEnd }
    guard timeEnd < bytes.count else { return timeEnd }
    switch bytes[timeEnd] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): return timeEnd + 1
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard number(at: timeEnd + 1, below: 24) != nil, hasColon(at: timeEnd + 3),
        number(at: timeEnd + 4, below: 60) != nil
      else { return timeEnd }
      return timeEnd + 6
    default: return timeEnd
    }
  }

  private func endOfDate() -> Int? {
    guard number(at: position, below: 100) != nil, number(at: position + 2, below: 100) != nil,
      isByte("-", at: position + 4), let month = number(at: position + 5, below: 13), month > 0,
      isByte("-", at: position + 7), let day = number(at: position + 8, below: 32), day > 0
    else { return nil }
    return position + 10
  }

  private func checkDay(_ end: Int) throws(TOMLSyntaxError) {
    let year = (number(at: position, below: 100) ?? 0) * 100 + (number(at: position + 2, below: 100) ?? 0)
    let month = number(at: position + 5, below: 13) ?? 1
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    if year == 0 || number(at: position + 8, below: 32) ?? 0 > days {
      throw TOMLSyntaxError("there is no such date", position..<end)
    }
  }

  private func endOfTime(from start: Int) -> Int? {
    guard number(at: start, below: 24) != nil, hasColon(at: start + 2),
      number(at: start + 3, below: 60) != nil, hasColon(at: start + 5),
      number(at: start + 6, below: 60) != nil
    else { return nil }
    var end = start + 8
    guard isByte(".", at: end), isDigit(at: end + 1) else { return end }
    end += 1
    while isDigit(at: end) { end += 1 }
    return end
  }

  private func isByte(_ byte: Unicode.Scalar, at index: Int) -> Bool {
    index < bytes.count && bytes[index] == UInt8(ascii: byte)
  }

  private func hasColon(at index: Int) -> Bool { isByte(":", at: index) }

  private func isDigit(at index: Int) -> Bool {
    index < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
  }

  /// The number that two digits are; nil where there are none, or it is not below a limit.
  private func number(at index: Int, below limit: Int) -> Int? {
    guard isDigit(at: index), isDigit(at: index + 1) else { return nil }
    let value = Int(bytes[index] - 48) * 10 + Int(bytes[index + 1] - 48)
    return value < limit ? value : nil
  }
}
