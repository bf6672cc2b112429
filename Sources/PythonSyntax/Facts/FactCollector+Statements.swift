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
