/// The statements of a module as parameter and metric cells look at them, and what they do.
extension FactCollector {
  func collectStatements(into facts: inout CellFacts) {
    var statement = tree[root].firstChild
    while statement >= 0 {
      let fact = StatementFact(
        kind: kind(of: statement), range: tree[statement].range, runsCalls: runsCalls(statement))
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
    case .functionDefinition, .classDefinition:
      return .definition(name: names.text(tree.definedName(statement)))
    case .typeAlias: return .definition(name: names.text(tree[node.firstChild].value))
    case .importStatement, .importFrom: return .import
    case .passStatement: return .constant
    case .ifStatement, .tryStatement, .withStatement: return onlyDefines(statement) ? .guarded : .other
    default: return .other
    }
  }

  /// Whether the blocks of a statement, or of a part of it, hold nothing but imports, definitions and constants.
  private func onlyDefines(_ node: NodeIndex) -> Bool {
    var child = tree[node].firstChild
    while child >= 0 {
      switch tree[child].kind {
      case .exceptHandler:
        if !onlyDefines(child) { return false }
      case .block, .elseBlock, .finallyBlock:
        var statement = tree[child].firstChild
        while statement >= 0 {
          if !isDefining(statement) { return false }
          statement = tree[statement].next
        }
      default: break
      }
      child = tree[child].next
    }
    return true
  }

  private func isDefining(_ statement: NodeIndex) -> Bool {
    switch kind(of: statement) {
    case .definition, .import, .constant, .guarded, .literalAssignment, .signedNumberAssignment: true
    default: false
    }
  }

  /// Whether a call runs when `node` does.
  private func runsCalls(_ node: NodeIndex) -> Bool {
    switch tree[node].kind {
    case .call, .decorator: return true
    case .functionDefinition, .lambda:
      // The last child is the body.
      var child = tree[node].firstChild
      while child >= 0, tree[child].next >= 0 {
        if runsCalls(child) { return true }
        child = tree[child].next
      }
      return false
    default:
      var child = tree[node].firstChild
      while child >= 0 {
        if runsCalls(child) { return true }
        child = tree[child].next
      }
      return false
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
    if PythonLiteral.isConstant(node.kind) { return .constant }
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
