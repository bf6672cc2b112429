import JSONSyntax
import KaleAnalysis

/// Reads Python literals, by the type of a parameter.
enum ParameterLiteral {
  /// Returns the value of a literal; nil for what is none of the type. Text without quotes is a string as it is: a shell
  /// takes quotes away.
  static func value(_ text: String, as type: ParameterValue) -> JSONValue? {
    switch type {
    case .string: string(text).map(JSONValue.string)
    case .integer: integer(text).map(JSONValue.integer)
    case .float: float(text).map(JSONValue.double)
    case .boolean:
      switch text {
      case "True", "true": true
      case "False", "false": false
      default: nil
      }
    }
  }

  static func noun(_ type: ParameterValue) -> String {
    switch type {
    case .integer: "integers"
    case .float: "numbers"
    case .boolean: "`True` or `False`"
    case .string: "strings"
    }
  }

  /// Reads an integer: `-3`, `1_000`, `0x1f`.
  static func integer(_ text: String) -> Int? {
    var digits = Substring(text)
    var isNegative = false
    if let sign = digits.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      digits = digits.dropFirst()
    }
    let bases: [(prefix: String, radix: Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
    let prefix = digits.prefix(2).lowercased()
    let base = bases.first { $0.prefix == prefix }
    if base != nil { digits = digits.dropFirst(2) }
    // Python has underscores between digits, and after the base.
    if base != nil, digits.first == "_" { digits = digits.dropFirst() }
    guard let plain = withoutUnderscores(digits), plain.first != "-", plain.first != "+" else { return nil }
    if base == nil, plain.utf8.count > 1, plain.first == "0", plain.contains(where: { $0 != "0" }) {
      return nil
    }
    return Int((isNegative ? "-" : "") + plain, radix: base?.radix ?? 10)
  }

  /// Reads a number: `1e-3`, `.5`, `5.`, `2`.
  static func float(_ text: String) -> Double? {
    if let whole = integer(text) { return Double(whole) }
    let allowed = text.utf8.allSatisfy { "0123456789.eE+-_".utf8.contains($0) }
    guard allowed, let plain = withoutUnderscores(Substring(text)) else { return nil }
    return Double(plain).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Returns the text without underscores between digits; nil where one is elsewhere.
  private static func withoutUnderscores(_ text: Substring) -> String? {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    let isOne = parts.count == 1
    guard parts.allSatisfy({ isOne || $0.first?.isHexDigit == true && $0.last?.isHexDigit == true }) else {
      return nil
    }
    return parts.joined()
  }

  /// Reads a string: with quotes as Python has them, or without any.
  private static func string(_ text: String) -> String? {
    guard let quote = text.first, quote == "\"" || quote == "'" else { return text }
    var result = ""
    var isEscaped = false
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      if isEscaped {
        guard let meant = escapes[character] else { return nil }
        result += meant
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == quote {
        return rest.isEmpty ? result : nil
      } else {
        result.append(character)
      }
    }
    return nil
  }

  /// What may follow a backslash. Others would need a reader of all of Python's literals.
  private static let escapes: [Character: String] = [
    "\\": "\\", "'": "'", "\"": "\"", "n": "\n", "t": "\t", "r": "\r",
  ]
}
