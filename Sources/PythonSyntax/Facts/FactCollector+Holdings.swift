/// What the values of names may hold on to, read from how they are written.
extension FactCollector {
  func collectHoldings(into facts: inout CellFacts) {
    var collector = HoldingCollector(tree: tree, names: names)
    collector.visit(root)
    facts.holdings = collector.holdings
    facts.codeMakers = collector.codeMakers
  }
}

private struct HoldingCollector {
  let tree: SyntaxTree
  let names: NameTable
  var holdings: [String: Holding] = [:]
  var codeMakers: Set<String> = []

  /// Functions of the library that keep a function they are given. So do most classes.
  private static let keepers: Set<String> = [
    "cache", "filter", "lru_cache", "map", "partial", "update_wrapper", "wraps",
  ]

  // MARK: Statements

  /// Statements at module level, those in branches and loops too.
  mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .functionDefinition:
      if let name = definedName(index), givesCode(index) { codeMakers.insert(name) }
    case .classDefinition:
      if let name = definedName(index) { codeMakers.insert(name) }
    case .assignment: assign(node)
    case .augmentedAssignment: assign(node)
    case .annotatedAssignment where node.flags.contains(.hasDefault):
      let value = tree[tree[node.firstChild].next].next
      hold(held(by: value), under: node.firstChild)
    case .module, .block, .ifStatement, .whileStatement, .forStatement, .withStatement, .tryStatement,
      .exceptHandler, .elseBlock, .finallyBlock, .matchStatement, .matchCase:
      if node.kind == .forStatement { hold(held(by: tree[node.firstChild].next), under: node.firstChild) }
      for child in tree.children(index) { visit(child) }
    default: return
    }
  }

  private func definedName(_ definition: NodeIndex) -> String? {
    tree.children(definition).first { tree[$0].kind == .identifier }.map { names.text(tree[$0].value) }
  }

  /// Whether a function gives back a function or class that it defines, or a lambda.
  private func givesCode(_ function: NodeIndex) -> Bool {
    var body = FunctionBody()
    for child in tree.children(function) where tree[child].kind == .block { read(child, &body) }
    return body.results.contains { result in
      !result.freeNames.isEmpty || !result.names.union(result.makers).isDisjoint(with: body.definitions)
    }
  }

  private struct FunctionBody {
    var definitions: Set<String> = []
    var results: [Holding] = []
  }

  private func read(_ index: NodeIndex, _ body: inout FunctionBody) {
    switch tree[index].kind {
    case .functionDefinition, .classDefinition:
      if let name = definedName(index) { body.definitions.insert(name) }
    case .returnStatement: body.results += [held(by: tree[index].firstChild)]
    case .block, .ifStatement, .whileStatement, .forStatement, .withStatement, .tryStatement, .exceptHandler,
      .elseBlock, .finallyBlock, .matchStatement, .matchCase:
      for child in tree.children(index) { read(child, &body) }
    default: return
    }
  }

  private mutating func assign(_ node: Node) {
    var last = node.firstChild
    guard last >= 0 else { return }
    while tree[last].next >= 0 { last = tree[last].next }
    let holding = held(by: last)
    guard !holding.isEmpty else { return }
    var target = node.firstChild
    while target != last {
      hold(holding, under: target)
      target = tree[target].next
    }
  }

  private mutating func hold(_ holding: Holding, under target: NodeIndex) {
    guard target >= 0, !holding.isEmpty else { return }
    switch tree[target].kind {
    case .name:
      let name = names.text(tree[target].value)
      holdings[name, default: Holding()].formUnion(holding)
    case .tuple, .list, .starred: for child in tree.children(target) { hold(holding, under: child) }
    // What an element or attribute holds, the whole holds.
    case .primary: hold(holding, under: tree[target].firstChild)
    default: return
    }
  }

  // MARK: Expressions

  private func held(by index: NodeIndex) -> Holding {
    guard index >= 0 else { return Holding() }
    let node = tree[index]
    switch node.kind {
    case .name: return Holding(names: [names.text(node.value)])
    case .lambda: return Holding(freeNames: freeNames(of: index))
    case .tuple, .list, .set, .dictionary, .dictionaryUnpacking, .starred, .conditional, .booleanOperation,
      .keywordArgument, .starredArgument, .doubleStarredArgument:
      return heldByChildren(of: index)
    case .namedExpression: return held(by: tree[node.firstChild].next)
    case .listComprehension, .setComprehension, .dictionaryComprehension:
      var last = node.firstChild
      while last >= 0, tree[last].next >= 0 { last = tree[last].next }
      return held(by: last)
    case .primary: return held(byPrimary: node)
    default: return Holding()
    }
  }

  private func heldByChildren(of index: NodeIndex) -> Holding {
    tree.children(index).reduce(into: Holding()) { $0.formUnion(held(by: $1)) }
  }

  /// A chain such as `module.Class(f).attribute`. The last call of it says what the value is; without one it is a part
  /// of what the base holds.
  private func held(byPrimary node: Node) -> Holding {
    let base = node.firstChild
    var lastCall = noNode
    var callee = base
    var before = base
    for part in tree.children(of: base) {
      if tree[part].kind == .call { (lastCall, callee) = (part, before) }
      before = part
    }
    guard lastCall >= 0 else { return held(by: base) }
    // A method of an object gives something new; an attribute of what a name makes belongs to it.
    let isBaseCalled = callee == base
    var holding = Holding()
    if isBaseCalled {
      if tree[base].kind == .name {
        holding.makers.insert(names.text(tree[base].value))
      } else {
        holding = held(by: base)
      }
    }
    if keeps(callee) { holding = holding.united(with: heldByChildren(of: lastCall)) }
    return holding
  }

  /// Whether what is called keeps the functions it is given: a class does, as far as its name shows.
  private func keeps(_ callee: NodeIndex) -> Bool {
    guard tree[callee].kind == .name || tree[callee].kind == .attribute else { return false }
    let name = names.text(tree[callee].value)
    return Self.keepers.contains(name) || name.first { $0 != "_" }?.isUppercase ?? false
  }

  /// Names that a lambda reads and that are not its parameters.
  private func freeNames(of lambda: NodeIndex) -> Set<String> {
    var read: Set<NameID> = []
    var bound: Set<NameID> = []
    collectNames(in: lambda, &read, &bound)
    return Set(read.subtracting(bound).map { names.text($0) }).excluding(BuiltinNames.python)
  }

  private func collectNames(in index: NodeIndex, _ read: inout Set<NameID>, _ bound: inout Set<NameID>) {
    let node = tree[index]
    switch node.kind {
    case .name where node.flags.contains(.isStored): bound.insert(node.value)
    case .name: read.insert(node.value)
    case .identifier: bound.insert(node.value)
    default: for child in tree.children(index) { collectNames(in: child, &read, &bound) }
    }
  }
}

extension SyntaxTree {
  /// A node and those that follow it in its chain.
  fileprivate func children(of first: NodeIndex) -> Children { Children(tree: self, index: first) }
}
