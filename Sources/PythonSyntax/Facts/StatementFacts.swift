/// The statements of a module as parameter and metric cells look at them.
extension FactCollector {
  func collectStatements(into facts: inout CellFacts) {
    var statement = tree[root].firstChild
    while statement >= 0 {
      let fact = StatementFact(kind: kind(of: statement), range: tree[statement].range)
      facts.statements.append(fact)
      if case .name(let name) = fact.kind { facts.trailingName = name } else { facts.trailingName = nil }
      statement = tree[statement].next
    }
    facts.isBlank = facts.statements.isEmpty
  }

  private func kind(of statement: NodeIndex) -> StatementFact.Kind {
    let node = tree[statement]
    switch node.kind {
    case .assignment: return assignmentKind(node)
    case .annotatedAssignment:
      let target = tree[node.firstChild]
      return .annotatedAssignment(name: target.kind == .name ? names.text(target.value) : nil)
    case .expressionStatement: return expressionKind(node.firstChild)
    default: return .other
    }
  }

  private func assignmentKind(_ node: Node) -> StatementFact.Kind {
    let target = tree[node.firstChild]
    guard target.kind == .name, target.next >= 0, tree[target.next].next < 0 else {
      return .complexAssignment
    }
    let name = names.text(target.value)
    let value = tree[target.next]
    if let literal = PythonLiteral(target.next, in: tree, source) {
      return .literalAssignment(name: name, literal)
    }
    if value.kind == .unaryOperation,
      value.value == Int32(TokenKind.minus.rawValue) || value.value == Int32(TokenKind.plus.rawValue),
      tree[value.firstChild].kind == .number, let number = PythonLiteral(value.firstChild, in: tree, source)
    {
      let isNegative = value.value == Int32(TokenKind.minus.rawValue)
      return .signedNumberAssignment(name: name, isNegative ? number.negated : number)
    }
    return .otherAssignment(name: name)
  }

  private func expressionKind(_ expression: NodeIndex) -> StatementFact.Kind {
    let node = tree[expression]
    if node.kind == .name { return .name(names.text(node.value)) }
    guard node.kind == .primary else { return .other }
    let base = tree[node.firstChild]
    guard base.kind == .name, base.value == KnownName.print.rawValue, base.next == node.value,
      tree[base.next].kind == .call
    else { return .other }
    let argument = tree[base.next].firstChild
    guard argument >= 0, tree[argument].kind == .name, tree[argument].next < 0 else { return .other }
    return .printName(names.text(tree[argument].value))
  }
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
