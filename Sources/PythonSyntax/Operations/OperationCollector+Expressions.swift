/// Operations of expressions, and what expressions are about.
extension OperationCollector {
  // MARK: Operations

  mutating func visitExpression(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .name:
      if !node.flags.contains(.isStored) {
        add(.read(operand(index).operand, isCalled: false), at: node.range)
      }
    case .primary:
      let primary = visitParts(of: node, isTarget: false)
      if comprehensions == 0 { visitedPrimaries[Int(index)] = primary }
    case .lambda: visitLambda(node)
    case .listComprehension, .setComprehension, .dictionaryComprehension, .generator: visitComprehension(node)
    case .namedExpression:
      let value = tree[node.firstChild].next
      guard value >= 0 else { return }
      visit(value)
      add(
        .store(operand(node.firstChild).operand, value: operand(value).operand),
        at: tree[node.firstChild].range
      )
    default: visitChildren(node)
    }
  }

  /// Notes what the parts of a primary do; of a target, all but the last.
  ///
  /// - Returns: What the primary is about.
  mutating func visitParts(of node: Node, isTarget: Bool) -> Measured {
    var base = operand(node.firstChild)
    if tree[node.firstChild].kind != .name { visit(node.firstChild) }
    var hasCall = tree[node.firstChild].kind != .name
    var part = tree[node.firstChild].next
    let start = Int(tree[node.firstChild].start)
    var range = tree[node.firstChild].range
    while part >= 0 {
      let isLast = tree[part].next < 0
      if isLast, isTarget, !hasCall {
        noteChangeInside(of: node.firstChild, .results)
        add(.read(base.operand, isCalled: true), at: range, isForChange: true)
      }
      if tree[part].kind == .call {
        if !hasCall { add(.read(base.operand, isCalled: true), at: range) }
        if !hasCall, base.operand.isChangingMethod { noteChangeInside(of: node.firstChild, .history) }
        hasCall = true
        visitArguments(tree[part], of: base.operand)
        let arguments = arguments(of: tree[part])
        add(.call(base.operand, arguments.list), at: range)
        base = result(of: base, arguments)
      } else {
        visitChildren(tree[part])
        base = extended(base, by: part)
      }
      range = start..<max(start, Int(tree[part].end))
      part = tree[part].next
    }
    if !hasCall, !isTarget { add(.read(base.operand, isCalled: false), at: range) }
    return base
  }

  /// Visits the arguments of a call. `map` and `filter` give a lambda the elements of the arguments after it.
  private mutating func visitArguments(_ call: Node, of callee: Operand) {
    guard case .name(let function, .module) = callee, function == "map" || function == "filter",
      call.firstChild >= 0, tree[call.firstChild].kind == .lambda
    else { return visitChildren(call) }
    let values = Array(children(of: call).dropFirst())
    for value in values { visit(value) }
    visitLambda(tree[call.firstChild], givenValues: values.map { Self.element(of: operand($0).operand) })
  }

  private mutating func visitLambda(_ node: Node, givenValues: [Operand] = []) {
    let parameters = node.firstChild
    guard parameters >= 0 else { return }
    visitDefaults(of: tree[parameters])
    let body = tree[parameters].next
    guard body >= 0 else { return }
    frames.append(Frame(names: parameterNames(of: tree[parameters])))
    conditions += 1
    innerDepth += 1
    for (parameter, value) in zip(children(of: tree[parameters]), givenValues)
    where tree[parameter].kind == .parameter && tree[parameter].firstChild >= 0 {
      add(.store(.name(names.text(tree[tree[parameter].firstChild].value), .local), value: value))
    }
    visit(body)
    innerDepth -= 1
    conditions -= 1
    frames.removeLast()
  }

  mutating func visitDefaults(of parameters: Node) {
    for parameter in children(of: parameters) where tree[parameter].kind == .parameter {
      if let value = defaultValue(of: tree[parameter]) { visit(value) }
    }
  }

  private mutating func visitComprehension(_ node: Node) {
    var frame = Frame(names: [])
    var child = node.firstChild
    var elements: [NodeIndex] = []
    frames.append(frame)
    conditions += 1
    comprehensions += 1
    while child >= 0 {
      if tree[child].kind == .comprehensionClause {
        let parts = Array(children(of: tree[child]))
        if parts.count > 1 {
          visit(parts[1])
          let element = Self.element(of: operand(parts[1]).operand)
          collectStored(in: parts[0], into: &frame.names)
          frames[frames.count - 1] = frame
          store(to: parts[0], element)
          noteIteration(over: parts[1])
          for condition in parts.dropFirst(2) { visit(condition) }
        }
      } else {
        elements.append(child)
      }
      child = tree[child].next
    }
    for element in elements { visit(element) }
    conditions -= 1
    frames.removeLast()
    comprehensions -= 1
  }

  // MARK: Operands

  /// An operand and how deep it is.
  struct Measured {
    var operand: Operand
    var depth: Int
  }

  /// What an expression is about.
  ///
  /// `budget`: how many more levels of expressions are looked into, so that nested calls are not read once a level.
  func operand(_ index: NodeIndex, budget: Int = Operand.depthLimit) -> Measured {
    guard index >= 0, budget > 0 else { return Measured(operand: .other, depth: 1) }
    let node = tree[index]
    switch node.kind {
    case .name: return Measured(operand: .name(names.text(node.value), scope(of: node.value)), depth: 1)
    case .string: return Measured(operand: .text(StringLiteral.text(of: index, in: tree, source)), depth: 1)
    case .formatString: return formatString(node, budget: budget)
    case .primary:
      if let known = visitedPrimaries[Int(index)] { return known }
      var base = operand(node.firstChild, budget: budget - 1)
      var part = tree[node.firstChild].next
      while part >= 0 {
        base = extended(base, by: part, budget: budget)
        part = tree[part].next
      }
      return base
    case .tuple, .list, .set, .dictionary: return collection(node, budget: budget)
    case .booleanOperation: return joined(children(of: node), budget: budget) { .choice($0) }
    case .conditional:
      // Between the values stand the conditions.
      let values = children(of: node).enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
      return joined(values, budget: budget) { .choice($0) }
    case .slice: return Measured(operand: .slice, depth: 1)
    case .comparison: return Measured(operand: .comparison, depth: 1)
    case .binaryOperation: return binaryOperation(node, budget: budget)
    case .namedExpression: return operand(tree[node.firstChild].next, budget: budget - 1)
    case .listComprehension, .setComprehension, .generator, .dictionaryComprehension:
      return selection(node, budget: budget)
    default:
      return Measured(
        operand: PythonLiteral(index, in: tree, source).map(Operand.constant) ?? .other, depth: 1)
    }
  }

  /// A list, tuple, set or dictionary that is written out: a new one of its own elements and of those that are unpacked
  /// into it.
  private func collection(_ node: Node, budget: Int) -> Measured {
    let (values, unpacked) = parts(of: node)
    guard values.count + unpacked.count <= Self.mostParts else { return Measured(operand: .other, depth: 1) }
    let isDictionary = node.kind == .dictionary && hasConstantKeys(node)
    let own = joined(values, budget: budget) { isDictionary ? .dictionary($0) : .sequence($0) }
    if unpacked.isEmpty { return own }
    let copies = unpacked.map { value -> Measured in
      let value = operand(value, budget: budget - 2)
      let copy = node.kind == .dictionary ? Self.dictionary(of: value.operand) : Self.list(of: value.operand)
      return limited(copy, depth: value.depth + 1)
    }
    return joined([own] + copies) { .choice($0) }
  }

  /// Whether all keys of a dictionary that is written out are strings, numbers and the like.
  private func hasConstantKeys(_ dictionary: Node) -> Bool {
    var isKey = true
    for child in children(of: dictionary).prefix(2 * Self.mostParts + 2) {
      if tree[child].kind == .dictionaryUnpacking { continue }
      if isKey, tree[child].kind != .string, PythonLiteral(child, in: tree, source) == nil { return false }
      isKey.toggle()
    }
    return true
  }

  /// The values of a collection that is written out, and what is unpacked into it.
  private func parts(of collection: Node) -> (values: [NodeIndex], unpacked: [NodeIndex]) {
    var parts: (values: [NodeIndex], unpacked: [NodeIndex]) = ([], [])
    var isKey = collection.kind == .dictionary
    for child in children(of: collection).prefix(2 * Self.mostParts + 2) {
      switch tree[child].kind {
      case .dictionaryUnpacking, .starred: parts.unpacked.append(tree[child].firstChild)
      default:
        if !isKey { parts.values.append(child) }
        if collection.kind == .dictionary { isKey.toggle() }
      }
    }
    return parts
  }

  /// Lists and sums of more parts are data.
  private static let mostParts = 64

  private func extended(_ base: Measured, by part: NodeIndex, budget: Int = Operand.depthLimit) -> Measured {
    let node = tree[part]
    switch node.kind {
    case .attribute:
      return limited(.attribute(base.operand, names.text(node.value)), depth: base.depth + 1)
    case .call: return result(of: base, arguments(of: node, budget: budget - 1))
    default:
      let index = operand(node.firstChild, budget: budget - 1)
      return limited(.item(base.operand, index: index.operand), depth: max(base.depth, index.depth) + 1)
    }
  }

  private func result(of callee: Measured, _ arguments: (list: [CallArgument], depth: Int)) -> Measured {
    limited(.call(callee.operand, arguments.list), depth: max(callee.depth, arguments.depth) + 1)
  }

  private func arguments(
    of call: Node, budget: Int = Operand.depthLimit
  ) -> (list: [CallArgument], depth: Int) {
    var depth = 0
    let list = children(of: call).flatMap { child -> [CallArgument] in
      let node = tree[child]
      switch node.kind {
      case .keywordArgument:
        let value = operand(node.firstChild, budget: budget)
        depth = max(depth, value.depth)
        return [CallArgument(form: .keyword(names.text(node.value)), value: value.operand)]
      case .starredArgument:
        // `f(*[rows, limit])` is `f(rows, limit)`.
        let value = operand(node.firstChild, budget: budget)
        guard case .sequence(let parts) = value.operand, tree[node.firstChild].kind != .set else {
          fallthrough
        }
        depth = max(depth, value.depth)
        return parts.map { CallArgument(form: .positional, value: $0) }
      case .doubleStarredArgument: return [CallArgument(form: .unpacked, value: .other)]
      default:
        let value = operand(child, budget: budget)
        depth = max(depth, value.depth)
        return [CallArgument(form: .positional, value: value.operand)]
      }
    }
    return (list, depth)
  }

  private func limited(_ operand: Operand, depth: Int) -> Measured {
    depth > Operand.depthLimit
      ? Measured(operand: .other, depth: 1) : Measured(operand: operand, depth: depth)
  }

  private func joined(
    _ nodes: some Sequence<NodeIndex>, budget: Int, _ make: ([Operand]) -> Operand
  ) -> Measured {
    joined(nodes.map { operand($0, budget: budget - 1) }, make)
  }

  private func joined(_ parts: [Measured], _ make: ([Operand]) -> Operand) -> Measured {
    guard parts.count <= Self.mostParts else { return Measured(operand: .other, depth: 1) }
    return limited(make(parts.map(\.operand)), depth: (parts.map(\.depth).max() ?? 0) + 1)
  }

  /// Sums and quotients; an operator is the first sign between two operands.
  private func binaryOperation(_ node: Node, budget: Int) -> Measured {
    // The terms of the sum so far.
    var terms: [Measured] = []
    var end = 0
    for child in children(of: node).prefix(Self.mostParts) {
      let next = operand(child, budget: budget - 1)
      let sign = terms.isEmpty ? UInt8(ascii: "+") : sign(from: end, to: Int(tree[child].start))
      end = Int(tree[child].end)
      switch sign {
      case UInt8(ascii: "+"): terms.append(next)
      case UInt8(ascii: "/"):
        let left = sum(terms)
        terms = [limited(.quotient(left.operand, next.operand), depth: max(left.depth, next.depth) + 1)]
      default:
        // `(x > 1) & (y < 2)`
        if case .comparison = next.operand {
          terms = [next]
        } else {
          terms = [Measured(operand: .other, depth: 1)]
        }
      }
    }
    return sum(terms)
  }

  private func sum(_ terms: [Measured]) -> Measured {
    terms.count == 1 ? terms[0] : joined(terms) { .joined($0) }
  }

  private func sign(from start: Int, to end: Int) -> UInt8? {
    guard start >= 0, start < end, end <= source.count else { return nil }
    guard let place = source[start..<end].firstIndex(where: { Self.signs.contains($0) }) else { return nil }
    let isDouble = place + 1 < end && source[place + 1] == source[place]
    return isDouble ? nil : source[place]
  }

  private static let signs: Set<UInt8> = Set("+-*/%@|&^<>".utf8)

  // MARK: Format strings

  private func formatString(_ node: Node, budget: Int) -> Measured {
    let nodes = Array(children(of: node).prefix(Self.mostParts + 1))
    // Adjacent literals are the children of one that has no quotes of its own.
    if nodes.contains(where: { tree[$0].kind == .string || tree[$0].kind == .formatString }) {
      return joined(nodes, budget: budget) { .joined($0) }
    }
    let content = StringLiteral.parts(node.range.clamped(to: 0..<source.count), source).content
    var parts: [Measured] = []
    var start = content.lowerBound
    for field in nodes {
      let range = tree[field].range
      if start < range.lowerBound { parts.append(literal(start..<range.lowerBound)) }
      parts.append(operand(tree[field].firstChild, budget: budget - 1))
      start = range.upperBound
    }
    if start < content.upperBound { parts.append(literal(start..<content.upperBound)) }
    return joined(parts) { .joined($0) }
  }

  private func literal(_ range: Range<Int>) -> Measured {
    let text = String(decoding: source[range.clamped(to: 0..<source.count)], as: UTF8.self)
    return Measured(operand: .text(text), depth: 1)
  }
}
