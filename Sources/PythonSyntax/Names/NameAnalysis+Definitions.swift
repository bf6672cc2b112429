/// Functions, classes, lambdas, comprehensions and type parameters.
extension NameAnalysis {
  mutating func visitFunction(_ index: NodeIndex, _ node: Node) {
    var child = visitDecorators(node.firstChild)
    let identifier = child
    child = next(child)
    let owner = definitions.owner
    let body = enterFunction(
      node.flags.contains(.isAsync) ? .asyncFunction : .function, identifier,
      isDecorated: identifier != node.firstChild)
    let hasTypes = tree[child].kind == .typeParameters
    if hasTypes {
      enterTypeParameters(child)
      child = next(child)
    }
    visitSignature(child, returns: node.flags.contains(.hasAnnotation) ? next(child) : noNode)
    self.defer(.function, index, Context(), body)
    definitions.owner = owner
    if hasTypes { pop() }
    bind(tree[identifier].value, .bound, .function, at: identifier)
  }

  private mutating func visitDecorators(_ first: NodeIndex) -> NodeIndex {
    var child = first
    while tree[child].kind == .decorator {
      visitChain(tree[child].firstChild)
      child = next(child)
    }
    return child
  }

  /// Annotations first, then defaults, as pyflakes does.
  private mutating func visitSignature(_ parameters: NodeIndex, returns: NodeIndex) {
    var parameter = tree[parameters].firstChild
    while parameter >= 0 {
      if tree[parameter].flags.contains(.hasAnnotation) { visitAnnotation(next(tree[parameter].firstChild)) }
      parameter = next(parameter)
    }
    if returns >= 0 { visitAnnotation(returns) }
    parameter = tree[parameters].firstChild
    while parameter >= 0 {
      let flags = tree[parameter].flags
      if flags.contains(.hasDefault) {
        let second = next(tree[parameter].firstChild)
        visit(flags.contains(.hasAnnotation) ? next(second) : second)
      }
      parameter = next(parameter)
    }
  }

  /// `target` is the name that the lambda is assigned to, if it is.
  mutating func visitLambda(_ index: NodeIndex, _ node: Node, of target: NodeIndex = noNode) {
    visitSignature(node.firstChild, returns: noNode)
    let owner = definitions.owner
    let body = target >= 0 ? enterFunction(.lambda, target, isDecorated: false) : .inner
    self.defer(.lambda, index, Context(), body)
    definitions.owner = owner
  }

  /// The body of a function or lambda, in a scope of its own.
  mutating func runFunction(_ index: NodeIndex) {
    push(.function)
    let mark = definitions.mark
    var child = tree[index].firstChild
    while child >= 0 {
      let kind = tree[child].kind
      if kind == .parameters {
        var parameter = tree[child].firstChild
        while parameter >= 0 {
          table[scope, tree[tree[parameter].firstChild].value] = .bound
          parameter = next(parameter)
        }
      }
      // What follows the parameters is the body, or the annotation of the result and then the body.
      if next(child) < 0 { visit(child) }
      child = next(child)
    }
    forgetLocalReads(since: mark)
    pop()
  }

  mutating func visitClass(_ index: NodeIndex, _ node: Node) {
    var child = visitDecorators(node.firstChild)
    let identifier = child
    child = next(child)
    let isModuleLevel = scope == 0
    let hasTypes = tree[child].kind == .typeParameters
    if hasTypes {
      enterTypeParameters(child)
      child = next(child)
    }
    let definesNamesOfBody = hasMetaclass(child)
    if tree[child].kind == .arguments {
      visitChain(tree[child].firstChild)
      child = next(child)
    }
    let outer = (definitions.owner, definitions.classScope, doesWithoutNames)
    push(.class)
    if isModuleLevel { enterClass(identifier, isDecorated: identifier != node.firstChild) }
    if definesNamesOfBody { doesWithoutNames = true }
    visit(child)
    pop()
    (definitions.owner, definitions.classScope, doesWithoutNames) = outer
    if hasTypes { pop() }
    bind(tree[identifier].value, .bound, .class, at: identifier)
  }

  /// Opens the scope of type parameters and binds them.
  mutating func enterTypeParameters(_ parameters: NodeIndex) {
    push(.type)
    var parameter = tree[parameters].firstChild
    while parameter >= 0 {
      let identifier = tree[parameter].firstChild
      bind(tree[identifier].value, .bound, .typeAlias, at: identifier)
      if tree[parameter].flags.contains(.hasAnnotation) { deferAnnotation(next(identifier)) }
      parameter = next(parameter)
    }
  }

  mutating func visitTypeAlias(_ node: Node) {
    let name = node.firstChild
    var value = next(name)
    let hasTypes = tree[value].kind == .typeParameters
    if hasTypes {
      enterTypeParameters(value)
      value = next(value)
    }
    deferAnnotation(value)
    if hasTypes { pop() }
    bind(tree[name].value, .bound, .typeAlias, at: name)
  }

  /// The first iterable belongs to the scope around the comprehension.
  mutating func visitComprehension(_ node: Node, _ kind: ScopeKind) {
    let clause = node.firstChild
    let target = tree[clause].firstChild
    let iterable = next(target)
    visit(iterable)
    let outer = mayBeSkipped
    mayBeSkipped = true
    let mark = bindings.mark
    push(kind)
    visitTarget(target, .loop)
    visitChain(next(iterable))
    let elements = bindings.mark
    visitChain(next(clause))
    pop()
    // Code of a generator may never run, and an element is not looked at where a condition fails.
    if kind == .generator {
      bindings.takeBack(since: mark)
    } else {
      if next(iterable) >= 0 { bindings.takeBack(since: elements) }
      bindings.putIntoLoop(since: mark)
    }
    mayBeSkipped = outer
  }
}
