/// Finds out whose variable each name is, by Python's own rules: a name bound anywhere in a function is the
/// function's, in the whole of it.
struct NameResolver {
  enum Kind { case module, `class`, function, type }

  struct Scope {
    var kind: Kind
    var parent: Int
    var bound: Set<NameID> = []
    var parameters: Set<NameID> = []
    var globals: Set<NameID> = []
    var nonlocals: Set<NameID> = []
  }

  struct Occurrence {
    var node: NodeIndex
    var scope: Int
    var role: NameOccurrence.Role
    /// Whether a declaration of the name may follow: that is so of an import, and of `:=` in a comprehension of the module.
    var allowsDeclaration = false
  }

  let tree: SyntaxTree
  var scopes = [Scope(kind: .module, parent: -1)]
  var scope = 0
  var occurrences: [Occurrence] = []
  /// The scope that `:=` binds in: the one around comprehensions.
  var walrusScope = 0

  init(tree: SyntaxTree) { self.tree = tree }

  func resolved(_ names: NameTable) -> [NameOccurrence] {
    occurrences.map { occurrence in
      let node = tree[occurrence.node]
      return NameOccurrence(
        name: names.text(node.value), range: node.range, role: occurrence.role,
        isModuleLevel: isModuleLevel(node.value, in: occurrence.scope))
    }
  }

  private func isModuleLevel(_ name: NameID, in start: Int) -> Bool {
    var place = start
    while place > 0 {
      let scope = scopes[place]
      if scope.globals.contains(name) { return true }
      let isVisible = scope.kind != .class || place == start
      if isVisible, scope.bound.contains(name), !scope.nonlocals.contains(name) { return false }
      place = scope.parent
    }
    return true
  }

  // MARK: The walk

  mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .name:
      if node.flags.contains(.isStored) {
        bind(index, in: scope)
      } else if node.flags.contains(.isDeleted) {
        scopes[scope].bound.insert(node.value)
        occurrences.append(Occurrence(node: index, scope: scope, role: .deletion))
      } else {
        occurrences.append(Occurrence(node: index, scope: scope, role: .read))
      }
    case .identifier: bind(index, in: scope)
    case .alias: if node.firstChild >= 0 { bind(node.firstChild, in: scope, allowsDeclaration: true) }
    case .globalStatement, .nonlocalStatement: declare(node)
    case .namedExpression:
      bind(node.firstChild, in: walrusScope, allowsDeclaration: walrusScope == 0 && scope != 0)
      visit(tree[node.firstChild].next)
    case .functionDefinition: visitFunction(node)
    case .lambda: visitLambda(node)
    case .classDefinition: visitClass(node)
    case .typeAlias: visitTypeAlias(node)
    case .listComprehension, .setComprehension, .dictionaryComprehension, .generator: visitComprehension(node)
    default: visitChain(node.firstChild)
    }
  }

  private mutating func visitChain(_ first: NodeIndex) {
    var child = first
    while child >= 0 {
      visit(child)
      child = tree[child].next
    }
  }

  private mutating func bind(_ node: NodeIndex, in place: Int, allowsDeclaration: Bool = false) {
    scopes[place].bound.insert(tree[node].value)
    occurrences.append(
      Occurrence(node: node, scope: place, role: .binding, allowsDeclaration: allowsDeclaration))
  }

  private mutating func declare(_ node: Node) {
    var child = node.firstChild
    while child >= 0 {
      if node.kind == .globalStatement {
        scopes[scope].globals.insert(tree[child].value)
      } else {
        scopes[scope].nonlocals.insert(tree[child].value)
      }
      occurrences.append(Occurrence(node: child, scope: scope, role: .declaration))
      child = tree[child].next
    }
  }

  private mutating func inside(_ kind: Kind, _ body: (inout NameResolver) -> Void) {
    let outer = (scope, walrusScope)
    scopes.append(Scope(kind: kind, parent: scope))
    scope = scopes.count - 1
    walrusScope = scope
    body(&self)
    (scope, walrusScope) = outer
  }

  // MARK: Scopes

  /// Decorators, and the name that the definition binds; what follows it.
  private mutating func visitHead(_ node: Node) -> NodeIndex {
    var child = node.firstChild
    while tree[child].kind == .decorator {
      visit(child)
      child = tree[child].next
    }
    visit(child)
    return tree[child].next
  }

  private mutating func visitFunction(_ node: Node) {
    let child = visitHead(node)
    guard tree[child].kind == .typeParameters else { return visitSignatureAndBody(child) }
    inside(.type) { resolver in
      resolver.visit(child)
      resolver.visitSignatureAndBody(resolver.tree[child].next)
    }
  }

  private mutating func visitSignatureAndBody(_ parameters: NodeIndex) {
    var parameter = tree[parameters].firstChild
    while parameter >= 0 {
      visitChain(tree[tree[parameter].firstChild].next)
      parameter = tree[parameter].next
    }
    var body = tree[parameters].next
    while body >= 0, tree[body].next >= 0 {
      visit(body)
      body = tree[body].next
    }
    inside(.function) { resolver in
      var parameter = resolver.tree[parameters].firstChild
      while parameter >= 0 {
        let name = resolver.tree[parameter].firstChild
        resolver.bind(name, in: resolver.scope)
        resolver.scopes[resolver.scope].parameters.insert(resolver.tree[name].value)
        parameter = resolver.tree[parameter].next
      }
      if body >= 0 { resolver.visit(body) }
    }
  }

  private mutating func visitLambda(_ node: Node) {
    visitSignatureAndBody(node.firstChild)
  }

  private mutating func visitClass(_ node: Node) {
    let child = visitHead(node)
    guard tree[child].kind == .typeParameters else { return visitClassRest(child) }
    inside(.type) { resolver in
      resolver.visit(child)
      resolver.visitClassRest(resolver.tree[child].next)
    }
  }

  private mutating func visitClassRest(_ first: NodeIndex) {
    var child = first
    if tree[child].kind == .arguments {
      visit(child)
      child = tree[child].next
    }
    inside(.class) { $0.visit(child) }
  }

  private mutating func visitTypeAlias(_ node: Node) {
    visit(node.firstChild)
    inside(.type) { $0.visitChain($0.tree[node.firstChild].next) }
  }

  private mutating func visitComprehension(_ node: Node) {
    let target = tree[node.firstChild].firstChild
    let iterable = tree[target].next
    visit(iterable)
    let walrus = walrusScope
    inside(.function) { resolver in
      resolver.walrusScope = walrus
      resolver.visit(target)
      resolver.visitChain(resolver.tree[iterable].next)
      resolver.visitChain(resolver.tree[node.firstChild].next)
    }
  }
}
