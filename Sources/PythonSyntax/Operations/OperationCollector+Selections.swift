/// Comprehensions, which select elements of another collection or make new ones.
extension OperationCollector {
  /// What a comprehension collects: for `[row for row in rows if …]` and `{row.id: row for row in rows}` the same objects as
  /// `list(rows)`; where a call makes each element, a collection of what it makes. A generator goes through them once.
  func selection(_ node: Node, budget: Int) -> Measured {
    let isGenerator = node.kind == .generator
    let nothing = Measured(
      operand: isGenerator ? Self.iterator(over: .other) : .other, depth: isGenerator ? 2 : 1)
    let parts = Array(children(of: node).prefix(4))
    let clauses = parts.filter { tree[$0].kind == .comprehensionClause }
    guard let element = parts.last(where: { tree[$0].kind != .comprehensionClause }) else { return nothing }
    if tree[element].kind == .primary {
      return collection(of: element, clauses, isGenerator: isGenerator, budget: budget) ?? nothing
    }
    guard clauses.count == 1, tree[element].kind == .name else { return nothing }
    let clause = Array(children(of: tree[clauses[0]]).prefix(2))
    guard clause.count == 2 else { return nothing }
    let source = operand(clause[1], budget: budget - 1)
    guard let selected = elements(of: source.operand, named: tree[element].value, by: clause[0]) else {
      return nothing
    }
    let depth = source.depth + 2
    if depth > Operand.depthLimit { return nothing }
    return Measured(
      operand: isGenerator ? Self.iterator(over: selected) : Self.list(of: selected), depth: depth)
  }

  /// A collection of what a call makes, `[Worker(queue, n) for n in range(3)]`, or of slices, which are views of an array,
  /// `[image[row:row + 8] for row in range(0, 64, 8)]`; nil for other elements. A generator calls the method of an object as
  /// long as it runs.
  private func collection(
    of element: NodeIndex, _ clauses: [NodeIndex], isGenerator: Bool, budget: Int
  ) -> Measured? {
    let made = operand(element, budget: budget - 3)
    guard made.depth + 3 <= Operand.depthLimit else { return nil }
    var callee: Operand?
    switch made.operand {
    case .call(let function, _): callee = function
    case .item(_, index: .slice): break
    case .item(_, index: .sequence(let places)):
      guard places.contains(where: \.isSlice) else { return nil }
    default: return nil
    }
    var variables: Set<NameID> = []
    for clause in clauses { collectStored(in: tree[clause].firstChild, into: &variables) }
    let unknown = Set(variables.map(names.text))
    var parts = [made.operand.without(unknown)]
    if isGenerator, case .attribute(let object, _)? = callee { parts.append(object.without(unknown)) }
    let collection = Operand.sequence(parts)
    return Measured(
      operand: isGenerator ? Self.iterator(over: collection) : collection, depth: made.depth + 3)
  }

  /// The collection whose elements a loop over `source` assigns to one of its targets; nil if it is not known.
  private func elements(of source: Operand, named name: NameID, by target: NodeIndex) -> Operand? {
    if tree[target].kind == .name { return tree[target].value == name ? source : nil }
    // `for key, value in table.items()`
    let targets = Array(children(of: tree[target]).prefix(3))
    guard tree[target].kind == .tuple, targets.count == 2, tree[targets[1]].kind == .name,
      tree[targets[1]].value == name
    else { return nil }
    switch source {
    case .call(.attribute(let base, "items"), _): return .call(.attribute(base, "values"), [])
    case .call(.name("enumerate", _), let arguments): return arguments.first?.value
    default: return nil
    }
  }
}
