/// Finds `global` and `nonlocal` declarations that Python's compiler rejects: of a name that the function has used before,
/// or for which no function around has a variable.
struct DeclarationCheck {
  private let resolver: NameResolver
  private let names: NameTable
  private var errors: [PythonSyntaxError] = []
  /// The first thing that each scope does with a name other than to declare it.
  private var firstRoles: [Name: NameOccurrence.Role] = [:]

  private struct Name: Hashable {
    let id: NameID
    let scope: Int
  }

  /// The errors in the code below a node.
  static func errors(in root: NodeIndex, _ tree: SyntaxTree, _ names: NameTable) -> [PythonSyntaxError] {
    var resolver = NameResolver(tree: tree)
    resolver.visit(root)
    var check = DeclarationCheck(resolver: resolver, names: names)
    for occurrence in resolver.occurrences { check.read(occurrence) }
    return check.errors
  }

  private init(resolver: NameResolver, names: NameTable) { (self.resolver, self.names) = (resolver, names) }

  private mutating func read(_ occurrence: NameResolver.Occurrence) {
    let node = resolver.tree[occurrence.node]
    let name = Name(id: node.value, scope: occurrence.scope)
    guard occurrence.role == .declaration else {
      if firstRoles[name] == nil, !occurrence.allowsDeclaration { firstRoles[name] = occurrence.role }
      return
    }
    if let message = message(for: name) {
      errors.append(PythonSyntaxError(message: message, range: node.range))
    }
  }

  private func message(for name: Name) -> String? {
    let scope = resolver.scopes[name.scope]
    let text = names.text(name.id)
    let kind = scope.nonlocals.contains(name.id) ? "nonlocal" : "global"
    if scope.nonlocals.contains(name.id), scope.globals.contains(name.id) {
      return "name '\(text)' is nonlocal and global"
    }
    if scope.parameters.contains(name.id) { return "name '\(text)' is parameter and \(kind)" }
    switch firstRoles[name] {
    case .read: return "name '\(text)' is used prior to \(kind) declaration"
    case .binding, .deletion: return "name '\(text)' is assigned to before \(kind) declaration"
    case .declaration, nil: break
    }
    return kind == "nonlocal" && scope.parent >= 0 && !isBound(name.id, around: scope)
      ? "no binding for nonlocal '\(text)' found" : nil
  }

  /// Whether a function around a scope has a variable of the name.
  private func isBound(_ name: NameID, around inner: NameResolver.Scope) -> Bool {
    var place = inner.parent
    while place > 0 {
      let scope = resolver.scopes[place]
      switch scope.kind {
      case .function, .type: if scope.bound.contains(name), !scope.globals.contains(name) { return true }
      case .class, .module: break
      }
      place = scope.parent
    }
    return false
  }
}
