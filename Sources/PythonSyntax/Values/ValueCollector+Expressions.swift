/// What expressions say of their values.
extension ValueCollector {
  func expression(_ index: NodeIndex, budget: Int = ValueExpression.depthLimit) -> ValueExpression {
    guard index >= 0, budget > 0 else { return .other }
    let node = tree[index]
    switch node.kind {
    case .name: return bound[node.value] ?? .name(names.text(node.value))
    case .string: return .text(StringLiteral.text(of: index, in: tree, source))
    case .number:
      if case .integer(let value?) = NumberLiteral.value(source[node.range]) { return .integer(value) }
      return .plain
    case .noneConstant: return .none
    case .trueConstant, .falseConstant, .ellipsis, .bytes, .formatString: return .plain
    case .primary: return primary(node, budget: budget)
    case .tuple, .list, .set: return .list(elements(of: node, budget: budget))
    case .dictionary:
      let (keys, values) = entries(of: node, budget: budget)
      return .dictionary(keys: keys, values: values)
    case .binaryOperation, .power: return .operation(elements(of: node, budget: budget))
    case .comparison: return .comparison(elements(of: node, budget: budget))
    case .unaryOperation:
      let isNegation =
        source.indices.contains(Int(node.start)) && source[Int(node.start)] == UInt8(ascii: "n")
      return isNegation ? .plain : .operation(elements(of: node, budget: budget))
    case .booleanOperation: return .choice(elements(of: node, budget: budget))
    case .conditional:
      let parts = elements(of: node, budget: budget)
      // Every second part is a test.
      return .choice(parts.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    case .lambda: return lambda(node, budget: budget)
    case .slice: return .slice
    case .namedExpression:
      return node.firstChild >= 0 ? expression(tree[node.firstChild].next, budget: budget - 1) : .other
    case .listComprehension, .setComprehension, .dictionaryComprehension, .generator:
      return comprehension(node, budget: budget)
    default: return .other
    }
  }

  private func primary(_ node: Node, budget: Int) -> ValueExpression {
    guard node.firstChild >= 0 else { return .other }
    var base = expression(node.firstChild, budget: budget - 1)
    var part = tree[node.firstChild].next
    var left = budget
    while part >= 0 {
      left -= 1
      guard left > 0 else { return .other }
      base = extended(base, by: part, budget: budget)
      part = tree[part].next
    }
    return base
  }

  /// Returns the value of an expression followed by an attribute, a call or a subscript.
  func extended(_ base: ValueExpression, by part: NodeIndex, budget: Int) -> ValueExpression {
    let node = tree[part]
    switch node.kind {
    case .attribute: return .attribute(base, names.text(node.value))
    case .call: return .call(base, arguments(of: node, budget: budget - 1))
    default: return .item(base, expression(node.firstChild, budget: budget - 1))
    }
  }

  func arguments(of call: Node, budget: Int = ValueExpression.depthLimit) -> [ValueArgument] {
    children(of: call).prefix(ValueExpression.elementLimit).map { child in
      let node = tree[child]
      switch node.kind {
      case .keywordArgument:
        return ValueArgument(
          keyword: names.text(node.value), value: expression(node.firstChild, budget: budget))
      case .starredArgument, .doubleStarredArgument: return ValueArgument(keyword: "*", value: .other)
      default: return ValueArgument(keyword: nil, value: expression(child, budget: budget))
      }
    }
  }

  private func elements(of node: Node, budget: Int) -> [ValueExpression] {
    children(of: node).prefix(ValueExpression.elementLimit).map { expression($0, budget: budget - 1) }
  }

  /// The keys and values of a dictionary; without those that are unpacked into it.
  func entries(
    of dictionary: Node, budget: Int = ValueExpression.depthLimit
  ) -> (keys: [ValueExpression], values: [ValueExpression]) {
    var (keys, values): ([ValueExpression], [ValueExpression]) = ([], [])
    var isKey = true
    for child in children(of: dictionary).prefix(2 * ValueExpression.elementLimit) {
      if tree[child].kind == .dictionaryUnpacking {
        isKey = true
        continue
      }
      let value = expression(child, budget: budget - 1)
      if isKey { keys.append(value) } else { values.append(value) }
      isKey.toggle()
    }
    return (keys, values)
  }

  private func lambda(_ node: Node, budget: Int) -> ValueExpression {
    guard node.firstChild >= 0 else { return .lambda(.other) }
    var inner = self
    for parameter in parameters(node.firstChild) { inner.bound[parameter] = .other }
    return .lambda(inner.expression(tree[node.firstChild].next, budget: budget - 1))
  }

  private func comprehension(_ node: Node, budget: Int) -> ValueExpression {
    var inner = self
    var elements: [ValueExpression] = []
    for child in children(of: node) {
      if tree[child].kind == .comprehensionClause {
        inner.bind(tree[child], budget: budget - 1)
      } else {
        elements.append(inner.expression(child, budget: budget - 1))
      }
    }
    if node.kind == .generator { return elements.first.map { .generator($0) } ?? .other }
    guard node.kind == .dictionaryComprehension, elements.count == 2 else { return .list(elements) }
    return .dictionary(keys: [elements[0]], values: [elements[1]])
  }

  /// Binds the variables of a clause of a comprehension to elements of what it goes through.
  mutating func bind(_ clause: Node, budget: Int) {
    let parts = Array(children(of: clause))
    // Each variable holds a part of another, so that few are enough.
    guard parts.count > 1, bound.count < ValueExpression.elementLimit else { return }
    bind(parts[0], .part(expression(parts[1], budget: budget), nil), budget: budget)
  }

  private mutating func bind(_ target: NodeIndex, _ value: ValueExpression, budget: Int) {
    guard budget > 0 else { return }
    let node = tree[target]
    switch node.kind {
    case .name: bound[node.value] = value
    case .tuple, .list:
      for (place, child) in Array(children(of: node)).enumerated() {
        bind(child, .part(value, place), budget: budget - 1)
      }
    default: break
    }
  }
}
