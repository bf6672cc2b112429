/// A constant as Python's parser sees one.
public enum PythonLiteral: Sendable, Hashable {
  /// An integer; nil where it does not fit 64 bits.
  case integer(Int?)
  /// A number with a fraction or an exponent.
  case float(Double)
  /// `True` or `False`.
  case boolean(Bool)
  /// A string, adjacent literals joined and escapes decoded; f-strings are not constants.
  case string(String)
  case none
  case bytes, complex, ellipsis
}

extension PythonLiteral {
  /// The constant that a node is, nil for any other expression.
  init?(_ index: NodeIndex, in tree: SyntaxTree, _ source: [UInt8]) {
    let node = tree[index]
    switch node.kind {
    case .number: self = NumberLiteral.value(source[node.range])
    case .string: self = .string(StringLiteral.text(of: index, in: tree, source))
    case .bytes: self = .bytes
    case .trueConstant: self = .boolean(true)
    case .falseConstant: self = .boolean(false)
    case .noneConstant: self = .none
    case .ellipsis: self = .ellipsis
    default: return nil
    }
  }

  /// Whether a node of `kind` is a constant.
  static func isConstant(_ kind: NodeKind) -> Bool {
    switch kind {
    case .number, .string, .bytes, .trueConstant, .falseConstant, .noneConstant, .ellipsis: true
    default: false
    }
  }

  /// The number with a minus in front.
  var negated: PythonLiteral {
    switch self {
    case .integer(let value): .integer(value.map { 0 - $0 })
    case .float(let value): .float(-value)
    default: self
    }
  }
}

/// The value of number literals.
enum NumberLiteral {
  static func value(_ bytes: ArraySlice<UInt8>) -> PythonLiteral {
    // Nearly all are short and decimal.
    if !bytes.isEmpty, bytes.count <= shortCount, bytes.allSatisfy(\.isDigit) {
      return .integer(bytes.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) })
    }
    let digits = bytes.filter { $0 != "_" }.map(\.lowercased)
    if digits.count > 1, digits[0] == "0", let radix = radix(digits[1]) {
      return .integer(Int(text(digits[2...]), radix: radix))
    }
    if digits.last == UInt8(ascii: "j") { return .complex }
    if digits.contains(where: { $0 == "." || $0 == "e" }) { return .float(decimal(digits)) }
    return .integer(Int(text(digits[...])))
  }

  /// So many decimal digits fit 64 bits.
  private static let shortCount = 18

  private static func text(_ digits: ArraySlice<UInt8>) -> String { String(decoding: digits, as: UTF8.self) }

  private static func radix(_ letter: UInt8) -> Int? {
    switch letter {
    case "x": 16
    case "o": 8
    case "b": 2
    default: nil
    }
  }

  /// Python writes `1.` and `.5`; Swift reads neither.
  private static func decimal(_ digits: [UInt8]) -> Double {
    var digits = digits
    if digits[0] == "." { digits.insert(UInt8(ascii: "0"), at: 0) }
    if let next = digits.firstIndex(where: { $0 == "." }).map({ $0 + 1 }),
      next == digits.count || digits[next] == "e"
    {
      digits.insert(UInt8(ascii: "0"), at: next)
    }
    return Double(text(digits[...])) ?? .infinity
  }
}
