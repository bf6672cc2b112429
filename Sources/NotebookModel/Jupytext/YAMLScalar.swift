import JSONSyntax

/// What plain text stands for in YAML 1.1, as PyYAML reads it, and how to write text so that it stays text.
enum YAMLScalar {
  static func value(of text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": .bool(true)
    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": .bool(false)
    default:
      integer(text).map(JSONValue.integer) ?? double(text).map(JSONValue.double) ?? largeInteger(text)
        ?? .string(text)
    }
  }

  /// A whole number in decimal digits that no `Int` holds.
  private static func largeInteger(_ text: String) -> JSONValue? {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard digits.count > 18, text.utf8.count - digits.count <= 1, digits.first != UInt8(ascii: "0"),
      digits.allSatisfy(\.isASCIIDigit)
    else { return nil }
    return .number(text.hasPrefix("+") ? String(Substring(digits)) : text)
  }

  private static func integer(_ text: String) -> Int? {
    var digits = text.utf8[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard let first = digits.first, first.isASCIIDigit else { return nil }
    let sign = isNegative ? "-" : ""
    let number = { (rest: Substring.UTF8View.SubSequence, radix: Int) in
      Int(sign + (String(Substring(rest)).filter { $0 != "_" }), radix: radix)
    }
    if digits.count > 1, first == UInt8(ascii: "0") {
      switch digits.dropFirst().first {
      case UInt8(ascii: "x"): return number(digits.dropFirst(2), 16)
      case UInt8(ascii: "b"): return number(digits.dropFirst(2), 2)
      default: return number(digits.dropFirst(), 8)
      }
    }
    if digits.contains(UInt8(ascii: ":")) { return sexagesimal(digits).map { isNegative ? -$0 : $0 } }
    return number(digits, 10)
  }

  /// Parts of 60: `1:30` is 90.
  private static func sexagesimal(_ digits: Substring.UTF8View.SubSequence) -> Int? {
    var result = 0
    for (index, part) in digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .enumerated()
    {
      guard let value = Int(String(Substring(part))), part.allSatisfy(\.isASCIIDigit),
        index == 0 || (value < 60 && part.count <= 2)
      else { return nil }
      let (product, isTooLarge) = result.multipliedReportingOverflow(by: 60)
      let (sum, isTooLargeSum) = product.addingReportingOverflow(value)
      if isTooLarge || isTooLargeSum { return nil }
      result = sum
    }
    return result
  }

  private static func double(_ text: String) -> Double? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf": return .infinity
    case "-.inf", "-.Inf", "-.INF": return -.infinity
    case ".nan", ".NaN", ".NAN": return .nan
    default: break
    }
    // Without a point it is text; an exponent needs its sign.
    let digits = text.filter { $0 != "_" }
    guard digits.utf8.contains(UInt8(ascii: ".")), digits.utf8.contains(where: \.isASCIIDigit),
      digits.utf8.allSatisfy({ $0.isASCIIDigit || ".eE+-".utf8.contains($0) })
    else { return nil }
    if let exponent = digits.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      let sign = digits.utf8[digits.utf8.index(after: exponent)...].first
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    }
    return Double(digits)
  }

  /// Text as it stands in YAML, on one line.
  static func text(of text: String) -> String {
    let bytes = text.utf8
    let isWord =
      bytes.first?.isASCIILetter == true
      && bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "_-./".utf8.contains($0) }
    if isWord, case .string = value(of: text), !["y", "Y", "n", "N"].contains(text) { return text }
    let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && !isBreak($0) }
    guard isPlain else { return JSONWriter.quoted(text, ensureASCII: true) }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    // What PyYAML takes for a line break, or for no character at all.
    switch scalar.value {
    case 0x85, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// A value on one line, in flow notation.
  static func flow(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): self.text(of: text)
    case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { self.text(of: $0.key) + ": " + flow($0.value) }.joined(separator: ", ") + "}"
    case .double(let number): self.text(of: number)
    case .null, .bool, .integer, .number: String(decoding: value.serialized(), as: UTF8.self)
    }
  }

  private static func text(of number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    let text = String(number)
    guard let exponent = text.firstIndex(of: "e") else { return text }
    // An exponent needs a point before it and a sign.
    let mantissa = text[..<exponent]
    let digits = text[text.index(after: exponent)...]
    return mantissa + (mantissa.contains(".") ? "" : ".0") + "e" + (digits.first == "-" ? "" : "+") + digits
  }
}
