/// Statements and expressions some parts of which may not run.
extension NameAnalysis {
  /// Visits what may not run although the code around it does.
  mutating func visitPerhaps(_ first: NodeIndex) {
    let outer = mayBeSkipped
    mayBeSkipped = true
    visitChain(first)
    mayBeSkipped = outer
  }

  /// The first child runs in any case; whether the others do hangs on it.
  mutating func visitFirstForCertain(_ node: Node) {
    visit(node.firstChild)
    visitPerhaps(next(node.firstChild))
  }

  /// `a < b < c` looks at `c` only where `a < b`.
  mutating func visitComparison(_ node: Node) {
    visit(node.firstChild)
    let second = next(node.firstChild)
    visit(second)
    visitPerhaps(next(second))
  }

  /// `if` and `while`.
  mutating func visitBranches(_ node: Node) {
    let outer = ignoresDeletions
    ignoresDeletions = true
    visitFirstForCertain(node)
    ignoresDeletions = outer
  }

  /// The test runs before the value in front of it.
  mutating func visitConditionalExpression(_ node: Node) {
    let outer = (ignoresDeletions, mayBeSkipped)
    ignoresDeletions = true
    var value = node.firstChild
    while value >= 0 {
      let test = next(value)
      if test >= 0 { visit(test) }
      mayBeSkipped = true
      visit(value)
      value = test >= 0 ? next(test) : noNode
    }
    (ignoresDeletions, mayBeSkipped) = outer
  }

  /// The iterable comes before the target.
  mutating func visitLoop(_ node: Node) {
    let target = node.firstChild
    let iterable = next(target)
    visit(iterable)
    let outer = mayBeSkipped
    mayBeSkipped = true
    visitTarget(target, .loop)
    visitChain(next(iterable))
    mayBeSkipped = outer
  }

  /// In the block of `with suppress(…)` an error ends the block and nothing else.
  mutating func visitWith(_ node: Node) {
    var child = node.firstChild
    var suppressesErrors = false
    while child >= 0 {
      if tree[child].kind == .withItem {
        suppressesErrors = suppressesErrors || isCall(tree[child].firstChild, of: .suppress)
        visit(child)
      } else {
        // The block is the last child.
        if suppressesErrors { visitPerhaps(child) } else { visit(child) }
      }
      child = next(child)
    }
  }

  /// Whether an expression is `name(…)` or `module.name(…)`.
  private func isCall(_ expression: NodeIndex, of name: KnownName) -> Bool {
    guard tree[expression].kind == .primary else { return false }
    var callee = tree[expression].firstChild
    var part = next(callee)
    while part >= 0, next(part) >= 0 {
      callee = part
      part = next(part)
    }
    return part >= 0 && tree[part].kind == .call && ends(callee, in: name)
  }

  // MARK: Errors

  mutating func visitTry(_ node: Node) {
    let body = node.firstChild
    let handlers = next(body)
    let outer = (isProtected, mayBeSkipped)
    isProtected = catchesNameError(handlers)
    mayBeSkipped = mayBeSkipped || (handlers >= 0 && tree[handlers].kind == .exceptHandler)
    visit(body)
    isProtected = outer.0
    var child = handlers
    while child >= 0 {
      if tree[child].kind == .finallyBlock { mayBeSkipped = outer.1 }
      visit(child)
      child = next(child)
    }
    mayBeSkipped = outer.1
  }

  private func catchesNameError(_ first: NodeIndex) -> Bool {
    var handler = first
    while handler >= 0, tree[handler].kind == .exceptHandler {
      if tree[handler].flags.contains(.hasAnnotation) {
        let type = tree[handler].firstChild
        if isNameError(type) { return true }
        if tree[type].kind == .tuple {
          var item = tree[type].firstChild
          while item >= 0 {
            if isNameError(item) { return true }
            item = next(item)
          }
        }
      }
      handler = next(handler)
    }
    return false
  }

  private func isNameError(_ node: NodeIndex) -> Bool {
    tree[node].kind == .name && tree[node].value == KnownName.nameError.rawValue
  }

  /// The name is bound inside the handler only; an earlier binding is put back behind it.
  mutating func visitExceptHandler(_ node: Node) {
    guard node.flags.contains(.hasAlias) else { return visitChain(node.firstChild) }
    var identifier = node.firstChild
    while tree[identifier].kind != .identifier { identifier = next(identifier) }
    let name = tree[identifier].value
    if scope > 0 {
      let before = table[scope, name]
      table[scope, name] = .bound
      visitChain(node.firstChild)
      table[scope, name] = before == .unbound ? .unbound : .bound
      return
    }
    growEffects()
    let before = effects[Int(name)].transition
    transform(name, .always(.bound))
    visitChain(node.firstChild)
    change(name) { $0.transition = before.followed(by: .rebindIfBound) }
  }

  // MARK: Ends

  /// After `raise` and what else ends the module at once.
  mutating func noteEarlyEnd() {
    if !isRunningDeferred { mayHaveEnded = true }
  }

  /// Whether a call behind the parts up to `callee` ends the program: `exit()`, `quit()`, `sys.exit()`, `os._exit()`.
  func endsProgram(_ callee: NodeIndex, base: NodeIndex) -> Bool {
    guard tree[base].kind == .name else { return false }
    if callee == base { return ends(base, in: .exit) || ends(base, in: .quit) }
    guard next(base) == callee else { return false }
    return (ends(base, in: .system) && ends(callee, in: .exit))
      || (ends(base, in: .operatingSystem) && ends(callee, in: .exitAtOnce))
  }
}
