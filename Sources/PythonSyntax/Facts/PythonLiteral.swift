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
    let text = String(decoding: bytes.filter { $0 != "_" }, as: UTF8.self).lowercased()
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
      return .integer(Int(text.dropFirst(2), radix: radix))
    }
    if text.hasSuffix("j") { return .complex }
    if text.contains(where: { $0 == "." || $0 == "e" }) { return .float(decimal(text)) }
    return .integer(Int(text))
  }

  /// Python writes `1.` and `.5`; Swift reads neither.
  private static func decimal(_ text: String) -> Double {
    var text = text
    if text.hasPrefix(".") { text = "0" + text }
    text = text.split(separator: "e", omittingEmptySubsequences: false)
      .enumerated().map {
        $0.offset == 0 && $0.element.hasSuffix(".") ? $0.element + "0" : String($0.element)
      }
      .joined(separator: "e")
    return Double(text) ?? .infinity
  }
}
