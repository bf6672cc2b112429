/// Functions and classes, and whose variables names are.
extension OperationCollector {
  // MARK: Scopes

  func scope(of name: NameID) -> Operand.Scope {
    for (place, frame) in frames.enumerated().reversed() {
      if frame.globals.contains(name) { return .module }
      guard frame.names.contains(name) else { continue }
      return place == 0 && parameters?.contains(name) == true ? .parameter : .local
    }
    return .module
  }

  func isModuleName(_ name: NameID) -> Bool { scope(of: name) == .module }

  /// Reads code in a scope of its own, whose variables are `names`.
  private mutating func inside(_ frame: Frame, _ body: (inout Self) -> Void) {
    // What a class body binds is not seen by the functions in it.
    let outer = frames
    frames.removeAll { $0.isClass }
    frames.append(frame)
    body(&self)
    frames = outer
  }

  func parameterNames(of parameters: Node) -> Set<NameID> {
    Set(
      children(of: parameters).compactMap { parameter in
        let name = tree[parameter].firstChild
        return name >= 0 && tree[name].kind == .identifier ? tree[name].value : nil
      })
  }

  func defaultValue(of parameter: Node) -> NodeIndex? {
    guard parameter.flags.contains(.hasDefault) else { return nil }
    return Array(children(of: parameter)).last
  }

  /// Adds the names that code binds in its own scope.
  func collectStored(in index: NodeIndex, into stored: inout Set<NameID>) {
    let node = tree[index]
    switch node.kind {
    case .name:
      if node.flags.contains(.isStored) || node.flags.contains(.isDeleted) { stored.insert(node.value) }
    case .identifier: stored.insert(node.value)
    case .globalStatement, .nonlocalStatement, .lambda: break
    case .functionDefinition, .classDefinition:
      if let name = definedName(node) { stored.insert(name) }
    default: for child in children(of: node) { collectStored(in: child, into: &stored) }
    }
  }

  /// Adds the names that code in its own scope declares to be the module's.
  private func collectGlobals(in index: NodeIndex, into globals: inout Set<NameID>) {
    let node = tree[index]
    switch node.kind {
    case .globalStatement: for name in children(of: node) { globals.insert(tree[name].value) }
    case .functionDefinition, .classDefinition, .lambda, .expressionStatement, .assignment: break
    default: for child in children(of: node) { collectGlobals(in: child, into: &globals) }
    }
  }

  private func frame(_ block: NodeIndex, parameters: Set<NameID> = [], isClass: Bool = false) -> Frame {
    var frame = Frame(names: [], isClass: isClass)
    if block >= 0 {
      collectStored(in: block, into: &frame.names)
      collectGlobals(in: block, into: &frame.globals)
    }
    frame.names.subtract(frame.globals)
    frame.names.formUnion(parameters)
    return frame
  }

  private func definedName(_ node: Node) -> NameID? {
    children(of: node).first { tree[$0].kind == .identifier }.map { tree[$0].value }
  }

  // MARK: Definitions

  /// The parts of a definition.
  private struct Parts {
    var decorators: [NodeIndex] = []
    var name: NameID = -1
    /// The parameters of a function, the arguments of a class.
    var head = noNode
    /// The body; of a lambda an expression.
    var block = noNode
  }

  private func parts(of node: Node) -> Parts {
    var parts = Parts()
    for child in children(of: node) {
      switch tree[child].kind {
      case .decorator: parts.decorators.append(tree[child].firstChild)
      case .identifier: if parts.name < 0 { parts.name = tree[child].value }
      case .parameters, .arguments: parts.head = child
      case .block: parts.block = child
      default: break
      }
    }
    return parts
  }

  mutating func visitFunction(_ node: Node) {
    let parts = parts(of: node)
    guard parts.name >= 0 else { return }
    for decorator in parts.decorators { visit(decorator) }
    if parts.head >= 0 { visitDefaults(of: tree[parts.head]) }
    guard isOwnDefinition else {
      // A function inside another is part of it; one of a class inside a class is nobody's.
      guard parameters != nil else { return }
      let names = parts.head >= 0 ? parameterNames(of: tree[parts.head]) : []
      innerFunctions.insert(self.names.text(parts.name))
      let outer = (results, yields)
      conditions += 1
      innerDepth += 1
      var frame = frame(parts.block, parameters: names)
      frame.isInnerFunction = true
      inside(frame) { if parts.block >= 0 { $0.visit(parts.block) } }
      innerDepth -= 1
      conditions -= 1
      (results, yields) = outer
      return
    }
    let index = define(parts, isClass: false)
    for decorator in parts.decorators {
      add(.call(operand(decorator).operand, []), at: tree[decorator].range)
    }
    readBody(of: index, parts)
    addDefinition(parts.name, index)
  }

  /// Reads `name = lambda …` at module level like the definition of a function.
  ///
  /// - Returns: Whether the assignment is one.
  mutating func defineLambda(_ assignment: Node) -> Bool {
    let target = assignment.firstChild
    guard frames.isEmpty, parameters == nil, target >= 0, tree[target].kind == .name,
      case let lambda = tree[target].next, lambda >= 0, tree[lambda].kind == .lambda,
      case let head = tree[lambda].firstChild, head >= 0, tree[head].next >= 0
    else { return false }
    visitDefaults(of: tree[head])
    let parts = Parts(name: tree[target].value, head: head, block: tree[head].next)
    let index = define(parts, isClass: false)
    readBody(of: index, parts)
    addDefinition(parts.name, index)
    return true
  }

  /// Whether a definition here is one of the module's, or a method of a class that is.
  private var isOwnDefinition: Bool { parameters == nil && frames.allSatisfy(\.isClass) && frames.count < 2 }

  private mutating func addDefinition(_ name: NameID, _ index: Int) {
    if frames.isEmpty { add(.define(name: names.text(name), definition: index)) }
  }

  private mutating func define(_ parts: Parts, isClass: Bool) -> Int {
    var definition = DefinedCode(name: names.text(parts.name), isClass: isClass)
    for decorator in parts.decorators.map({ operand($0).operand }) {
      if case .call(let callee, let arguments) = decorator {
        definition.decorators.append(callee)
        definition.decoratorArguments.append(arguments)
      } else {
        definition.decorators.append(decorator)
        definition.decoratorArguments.append(nil)
      }
    }
    if !isClass, parts.head >= 0 {
      for parameter in children(of: tree[parts.head]) where tree[parameter].kind == .parameter {
        let name = tree[parameter].firstChild
        guard name >= 0, tree[name].kind == .identifier else { continue }
        let text = names.text(tree[name].value)
        definition.parameters.append(text)
        if let value = defaultValue(of: tree[parameter]) {
          definition.defaults[text] = operand(value).operand
        }
      }
    }
    if isClass, parts.head >= 0 {
      definition.bases = children(of: tree[parts.head]).filter { tree[$0].kind != .keywordArgument }
        .map { operand($0).operand }
    }
    result.definitions.append(definition)
    return result.definitions.count - 1
  }

  private mutating func readBody(of index: Int, _ parts: Parts) {
    guard parts.block >= 0 else { return }
    let outer = (
      operations, parameters, conditions, results, yields, changesInside, innerFunctions
    )
    let names = parts.head >= 0 ? parameterNames(of: tree[parts.head]) : []
    (operations, parameters, conditions, results) = ([], names, 0, [])
    (yields, changesInside, innerFunctions) = (false, nil, [])
    inside(frame(parts.block, parameters: names)) { collector in
      collector.visit(parts.block)
      if collector.tree[parts.block].kind != .block {
        collector.results.append(collector.value(of: parts.block))
      }
    }
    result.definitions[index].operations = operations
    result.definitions[index].results = results
    result.definitions[index].isGenerator = yields
    result.definitions[index].keptState =
      results.contains { $0.mentions(innerFunctions) } ? changesInside : nil
    (operations, parameters, conditions, results, yields, changesInside, innerFunctions) = outer
  }

  mutating func visitClass(_ node: Node) {
    let parts = parts(of: node)
    guard parts.name >= 0 else { return }
    for decorator in parts.decorators { visit(decorator) }
    if parts.head >= 0 { visitChildren(tree[parts.head]) }
    let isOwn = isOwnDefinition && frames.isEmpty
    let index = isOwn ? define(parts, isClass: true) : nil
    let first = result.definitions.count
    let outer = frames
    frames.append(frame(parts.block, isClass: true))
    if !isOwn { conditions += 1 }
    if parts.block >= 0 { visit(parts.block) }
    if !isOwn { conditions -= 1 }
    frames = outer
    guard let index else { return }
    result.definitions[index].sharedContainers = attributes(in: parts.block, where: isContainer)
    result.definitions[index].constants = attributes(in: parts.block, where: isConstant)
    for method in first..<result.definitions.count {
      result.definitions[method].owner = index
      result.definitions[index].methods[result.definitions[method].name] = method
    }
    addDefinition(parts.name, index)
  }

  /// The names to which the statements of a class's body assign values of a kind.
  private func attributes(in block: NodeIndex, where isOfKind: (NodeIndex) -> Bool) -> Set<String> {
    guard block >= 0 else { return [] }
    var names: Set<String> = []
    for statement in tree.children(block) where tree[statement].kind == .assignment {
      let parts = Array(children(of: tree[statement]))
      guard parts.count == 2, tree[parts[0]].kind == .name, isOfKind(parts[1]) else { continue }
      names.insert(self.names.text(tree[parts[0]].value))
    }
    return names
  }

  /// Whether an expression is a number, a string or the like, or the next member of an enumeration.
  private func isConstant(_ expression: NodeIndex) -> Bool {
    switch operand(expression).operand {
    case .constant, .text, .call(.name("auto", _), _), .call(.attribute(_, "auto"), _): true
    default: false
    }
  }

  /// Whether an expression makes a list, dictionary or set.
  private func isContainer(_ expression: NodeIndex) -> Bool {
    switch tree[expression].kind {
    case .list, .set, .dictionary: return true
    default:
      guard case .call(let callee, _) = operand(expression).operand else { return false }
      switch callee {
      case .name(let name, _), .attribute(_, let name): return PartTable.containers.contains(name)
      default: return false
      }
    }
  }
}
