/// What the values of names may hold on to, read from how they are written.
extension FactCollector {
  func collectCaptures(into facts: inout CellFacts) {
    var collector = CaptureCollector(tree: tree, names: names)
    collector.visit(root)
    facts.captures = collector.captures
    facts.codeFactories = collector.codeFactories
  }
}

private struct CaptureCollector {
  let tree: SyntaxTree
  let names: NameTable
  var captures: [String: CapturedNames] = [:]
  var codeFactories: Set<String> = []

  // MARK: Statements

  /// Statements at module level, those in branches and loops too.
  mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .functionDefinition:
      guard let name = definedName(index) else { return }
      if givesCode(index) { codeFactories.insert(name) }
      for child in tree.children(index) where tree[child].kind == .decorator {
        register(CapturedNames(names: [name]), by: tree[child].firstChild)
      }
    case .classDefinition:
      if let name = definedName(index) { codeFactories.insert(name) }
    case .assignment: assign(node)
    case .expressionStatement: keep(node.firstChild)
    case .augmentedAssignment: assign(node)
    case .annotatedAssignment where node.flags.contains(.hasDefault):
      let value = tree[tree[node.firstChild].next].next
      capture(captured(by: value), under: node.firstChild)
    case .module, .block, .ifStatement, .whileStatement, .forStatement, .withStatement, .tryStatement,
      .exceptHandler, .elseBlock, .finallyBlock, .matchStatement, .matchCase:
      if node.kind == .forStatement {
        capture(captured(by: tree[node.firstChild].next), under: node.firstChild)
      }
      for child in tree.children(index) { visit(child) }
    default: return
    }
  }

  private func definedName(_ definition: NodeIndex) -> String? {
    let name = tree.definedName(definition)
    return name >= 0 ? names.text(name) : nil
  }

  /// Whether a function gives back a function or class that it defines, or a lambda.
  private func givesCode(_ function: NodeIndex) -> Bool {
    var body = FunctionBody()
    for child in tree.children(function) where tree[child].kind == .block { read(child, &body) }
    return body.results.contains { result in
      !result.freeNames.isEmpty || !result.names.union(result.callees).isDisjoint(with: body.definitions)
    }
  }

  private struct FunctionBody {
    var definitions: Set<String> = []
    var results: [CapturedNames] = []
  }

  private func read(_ index: NodeIndex, _ body: inout FunctionBody) {
    switch tree[index].kind {
    case .functionDefinition, .classDefinition:
      if let name = definedName(index) { body.definitions.insert(name) }
    case .returnStatement: body.results += [captured(by: tree[index].firstChild)]
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
    let value = captured(by: last)
    guard !value.isEmpty else { return }
    var target = node.firstChild
    while target != last {
      capture(value, under: target)
      target = tree[target].next
    }
  }

  /// A call of a method after which its object holds the arguments: `steps.append(lambda x: x)`.
  private mutating func keep(_ call: NodeIndex) {
    guard let (method, arguments) = method(of: call), arguments >= 0 else { return }
    guard CapturingFunctionTable.keepingMethods.contains(method) || Self.registers(method) else { return }
    capture(captured(byChildrenOf: arguments), under: call)
  }

  /// A decorator that is a method after which its object holds the function: `@bus.on("start")`.
  private mutating func register(_ function: CapturedNames, by decorator: NodeIndex) {
    guard let (method, _) = method(of: decorator), Self.registers(method) else { return }
    capture(function, under: decorator)
  }

  /// The method at the end of a chain without other calls, and its arguments if it is called.
  private func method(of chain: NodeIndex) -> (name: String, arguments: NodeIndex)? {
    guard chain >= 0, tree[chain].kind == .primary else { return nil }
    var method = noNode
    var arguments = noNode
    for part in tree.children(chain) {
      guard arguments < 0 else { return nil }
      if tree[part].kind == .call { arguments = part } else { method = part }
    }
    guard tree[method].kind == .attribute else { return nil }
    return (names.text(tree[method].value), arguments)
  }

  private static func registers(_ method: String) -> Bool {
    CapturingFunctionTable.registeringMethods.contains(method)
      || CapturingFunctionTable.registeringPrefixes.contains { method.hasPrefix($0) }
  }

  private mutating func capture(_ captured: CapturedNames, under target: NodeIndex) {
    guard target >= 0, !captured.isEmpty else { return }
    switch tree[target].kind {
    case .name:
      let name = names.text(tree[target].value)
      captures[name, default: CapturedNames()].formUnion(captured)
    case .tuple, .list, .starred: for child in tree.children(target) { capture(captured, under: child) }
    // What an element or attribute holds, the whole holds.
    case .primary: capture(captured, under: tree[target].firstChild)
    default: return
    }
  }

  // MARK: Expressions

  private func captured(by index: NodeIndex) -> CapturedNames {
    guard index >= 0 else { return CapturedNames() }
    let node = tree[index]
    switch node.kind {
    case .name: return CapturedNames(names: [names.text(node.value)])
    case .lambda: return captured(byLambda: index)
    case .tuple, .list, .set, .dictionary, .dictionaryUnpacking, .starred, .conditional, .booleanOperation,
      .keywordArgument, .starredArgument, .doubleStarredArgument:
      return captured(byChildrenOf: index)
    case .namedExpression: return captured(by: tree[node.firstChild].next)
    case .listComprehension, .setComprehension, .dictionaryComprehension:
      var last = node.firstChild
      while last >= 0, tree[last].next >= 0 { last = tree[last].next }
      return captured(by: last)
    case .primary: return captured(byPrimary: node)
    default: return CapturedNames()
    }
  }

  private func captured(byChildrenOf index: NodeIndex) -> CapturedNames {
    tree.children(index).reduce(into: CapturedNames()) { $0.formUnion(captured(by: $1)) }
  }

  /// A chain such as `module.Class(f).attribute`. The last call of it says what the value is; without one it is a part
  /// of what the base holds.
  private func captured(byPrimary node: Node) -> CapturedNames {
    let base = node.firstChild
    var lastCall = noNode
    var callee = base
    var before = base
    for part in tree.children(of: base) {
      if tree[part].kind == .call { (lastCall, callee) = (part, before) }
      before = part
    }
    guard lastCall >= 0 else { return captured(by: base) }
    // A method of an object gives something new; an attribute of what a name makes belongs to it.
    let isBaseCalled = callee == base
    var result = CapturedNames()
    if isBaseCalled {
      if tree[base].kind == .name {
        result.callees.insert(names.text(tree[base].value))
      } else {
        result = captured(by: base)
      }
    }
    if capturesArguments(callee) { result = result.united(with: captured(byChildrenOf: lastCall)) }
    return result
  }

  /// Whether what is called keeps the functions it is given: a class does, as far as its name shows.
  private func capturesArguments(_ callee: NodeIndex) -> Bool {
    guard tree[callee].kind == .name || tree[callee].kind == .attribute else { return false }
    let name = names.text(tree[callee].value)
    return CapturingFunctionTable.functions.contains(name) || name.first { $0 != "_" }?.isUppercase ?? false
  }

  /// The names that a lambda reads when it is called, and what its defaults hold, which are read where it is defined.
  private func captured(byLambda lambda: NodeIndex) -> CapturedNames {
    var read: Set<NameID> = []
    var bound: Set<NameID> = []
    var result = CapturedNames()
    for part in tree.children(lambda) {
      guard tree[part].kind == .parameters else {
        collectNames(in: part, &read, &bound)
        continue
      }
      for parameter in tree.children(part) {
        for child in tree.children(parameter) {
          if tree[child].kind == .identifier {
            bound.insert(tree[child].value)
          } else {
            result.formUnion(captured(by: child))
          }
        }
      }
    }
    result.freeNames.formUnion(
      Set(read.subtracting(bound).map { names.text($0) }).excluding(BuiltinNames.python))
    return result
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
