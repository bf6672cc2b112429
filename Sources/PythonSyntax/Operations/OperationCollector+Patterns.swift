/// What patterns of `match` assign to names.
extension OperationCollector {
  mutating func visitMatch(_ node: Node) {
    guard node.firstChild >= 0 else { return }
    visit(node.firstChild)
    let subject = value(of: node.firstChild)
    conditions += 1
    for part in children(of: node).dropFirst() {
      if tree[part].firstChild >= 0 { capture(by: tree[part].firstChild, subject) }
      visit(part)
    }
    conditions -= 1
  }

  /// Notes the names that a pattern gives to a value, or to parts of it.
  private mutating func capture(by pattern: NodeIndex, _ value: Operand) {
    let node = tree[pattern]
    switch node.kind {
    case .capturePattern, .orPattern:
      for child in children(of: node) {
        if tree[child].kind == .identifier { store(toName: child, value) } else { capture(by: child, value) }
      }
    case .starPattern, .restPattern:
      for child in children(of: node) where tree[child].kind == .identifier {
        store(toName: child, Self.list(of: value))
      }
    case .sequencePattern, .mappingPattern, .classPattern, .keywordPattern:
      for child in children(of: node) { capture(by: child, Self.element(of: value)) }
    default: break
    }
  }

  private mutating func store(toName identifier: NodeIndex, _ value: Operand) {
    let name = tree[identifier].value
    add(.store(.name(names.text(name), scope(of: name)), value: value), at: tree[identifier].range)
  }
}
