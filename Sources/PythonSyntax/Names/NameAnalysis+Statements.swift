extension NameAnalysis {
  mutating func visitChildren(_ node: NodeIndex) {
    visitChain(tree[node].firstChild)
  }

  mutating func visitChain(_ first: NodeIndex) {
    var child = first
    while child >= 0 {
      visit(child)
      child = tree[child].next
    }
  }

  /// The child after `node`.
  @inline(__always) func next(_ node: NodeIndex) -> NodeIndex { tree[node].next }

  /// Visits a statement or an expression.
  mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .name: visitName(index, node)
    case .number, .ellipsis, .noneConstant, .trueConstant, .falseConstant, .bytes, .identifier, .attribute,
      .passStatement, .breakStatement, .continueStatement, .moduleName, .alias, .parameter, .typeParameter:
      break
    case .string: visitString(index)
    case .primary: visitPrimary(index, node)
    case .assignment: visitAssignment(index, node)
    case .augmentedAssignment: visitAugmentedAssignment(node)
    case .annotatedAssignment: visitAnnotatedAssignment(node)
    case .ifStatement: visitIf(node)
    case .whileStatement: visitWhile(node)
    case .conditional: visitConditionalExpression(node)
    case .booleanOperation, .assertStatement: visitFirstForCertain(node)
    case .matchStatement: visitMatch(node)
    case .comparison: visitComparison(node)
    case .forStatement, .comprehensionClause: visitLoop(node)
    case .withStatement: visitWith(node)
    case .withItem:
      visit(node.firstChild)
      if next(node.firstChild) >= 0 { visitTarget(next(node.firstChild), .with, value: node.firstChild) }
    case .tryStatement: visitTry(node)
    case .exceptHandler: visitExceptHandler(node)
    case .raiseStatement:
      visitChain(node.firstChild)
      // Of a module it is the end by an error, of a function what its caller may catch.
      if isRunningDeferred { noteEarlyEnd() }
    case .functionDefinition: visitFunction(index, node)
    case .classDefinition: visitClass(index, node)
    case .lambda: visitLambda(index, node)
    case .namedExpression: visitNamedExpression(node)
    case .listComprehension, .setComprehension, .dictionaryComprehension:
      visitComprehension(node, .comprehension)
    case .generator: visitComprehension(node, .generator)
    case .deleteStatement:
      visitChain(node.firstChild)
      visitDeletions(node)
    case .globalStatement, .nonlocalStatement: visitGlobal(node)
    case .importStatement: visitImport(node)
    case .importFrom: visitImportFrom(node)
    case .typeAlias: visitTypeAlias(node)
    case .capturePattern, .starPattern, .mappingPattern: visitBindingPattern(node)
    case .returnStatement:
      if scopeKind != .class, scopeKind != .module { visitChain(node.firstChild) }
      definitions.mayHaveReturned = true
    case .yield, .yieldFrom, .await:
      // pyflakes does not look into these outside functions; a cell may `await` at its top.
      let isOutside = scopeKind == .class || scopeKind == .module
      if node.kind == .await || !isOutside {
        let outer = isAwaiting
        isAwaiting = isAwaiting || isOutside
        visitChain(node.firstChild)
        isAwaiting = outer
      }
      if node.kind != .await { definitions.noteYield() }
    case .escape: visitEscape(index, node)
    case .error: visitError(node)
    default: visitChain(node.firstChild)
    }
  }

  // MARK: Assignments

  private mutating func visitName(_ index: NodeIndex, _ node: Node) {
    if node.flags.contains(.isStored) {
      bind(node.value, .bound, bindingKind, at: index)
    } else if node.flags.contains(.isDeleted) {
      delete(node.value, node)
    } else {
      load(node.value, node)
    }
  }

  private mutating func visitAssignment(_ index: NodeIndex, _ node: Node) {
    var value = node.firstChild
    while next(value) >= 0 { value = next(value) }
    visitValue(value, of: node.firstChild)
    let kind: Binding.Kind = tree[value].kind == .escape ? .magic : .assignment
    visitTargets(from: node.firstChild, before: value, kind, value: value)
  }

  /// A lambda is a definition where it is the value of a name.
  private mutating func visitValue(_ value: NodeIndex, of target: NodeIndex) {
    if tree[value].kind == .lambda, tree[target].kind == .name {
      visitLambda(value, tree[value], of: target)
    } else {
      visit(value)
    }
  }

  private mutating func visitTargets(
    from first: NodeIndex, before end: NodeIndex, _ kind: Binding.Kind, value: NodeIndex
  ) {
    var target = first
    while target >= 0, target != end {
      visitTarget(target, kind, value: value)
      noteExports(target, value: value, extends: false)
      target = next(target)
    }
  }

  /// Visits what is bound, as bound in the way `kind`, to `value` if that is known.
  mutating func visitTarget(_ target: NodeIndex, _ kind: Binding.Kind, value: NodeIndex = noNode) {
    let outer = (bindingKind, bindingValue, storedPrimary)
    bindingKind = kind
    bindingValue = tree[target].kind == .name ? value : noNode
    storedPrimary = target
    visit(target)
    (bindingKind, bindingValue, storedPrimary) = outer
    noteStores(to: target)
    noteHiddenStores(to: target)
  }

  private mutating func visitAugmentedAssignment(_ node: Node) {
    let target = node.firstChild
    let value = next(target)
    if tree[target].kind == .name { load(tree[target].value, tree[target]) }
    visit(value)
    noteAugmentedAssignment(to: target, value: value)
    visitTarget(target, .augmentedAssignment)
    noteExports(target, value: value, extends: true)
  }

  private mutating func visitAnnotatedAssignment(_ node: Node) {
    let target = node.firstChild
    let annotation = next(target)
    visitAnnotation(annotation)
    guard node.flags.contains(.hasDefault) else {
      if tree[target].kind == .name { annotate(tree[target].value) } else { visit(target) }
      return
    }
    let value = next(annotation)
    let outer = context.annotation
    if let isAlias = typingCondition(annotation, .init(.typeAlias)), isAlias != NameCondition.never {
      context.annotation = isAlias
      visit(value)
      context.annotation = outer
    } else {
      visitValue(value, of: target)
    }
    visitTarget(target, .annotation, value: value)
    noteExports(target, value: value, extends: false)
  }

  /// What `del x[i]` and `del x.a` change.
  private mutating func visitDeletions(_ node: Node) {
    var target = node.firstChild
    while target >= 0 {
      noteStores(to: target, isDeletion: true)
      target = next(target)
    }
  }

  mutating func visitNamedExpression(_ node: Node) {
    visit(next(node.firstChild))
    let name = node.firstChild
    bindByWalrus(tree[name].value, to: next(name), at: name)
  }

  /// `__all__ = […]` at module level.
  private mutating func noteExports(_ target: NodeIndex, value: NodeIndex, extends: Bool) {
    guard scope == 0, tree[target].kind == .name, tree[target].value == KnownName.all.rawValue else { return }
    var names: [String] = []
    collectExports(value, &names)
    if extends {
      exports.names += names
    } else {
      exports = ExportList(names: names, replacesEarlier: true)
    }
  }

  private mutating func collectExports(_ value: NodeIndex, _ names: inout [String]) {
    switch tree[value].kind {
    case .list, .tuple:
      var item = tree[value].firstChild
      while item >= 0 {
        if tree[item].kind == .string { names.append(StringLiteral.text(of: item, in: tree, source)) }
        item = next(item)
      }
    case .binaryOperation:
      // pyflakes goes from right to left and stops at the first operand that is no list.
      var operands: [NodeIndex] = []
      var operand = tree[value].firstChild
      while operand >= 0 {
        operands.append(operand)
        operand = next(operand)
      }
      for (place, operand) in operands.enumerated().reversed() {
        let kind = tree[operand].kind
        guard kind == .list || kind == .tuple || (place == 0 && kind == .binaryOperation) else { return }
        collectExports(operand, &names)
      }
    default: break
    }
  }

  // MARK: Declarations

  private mutating func visitGlobal(_ node: Node) {
    var child = node.firstChild
    while child >= 0 {
      declareGlobal(tree[child].value, isNonlocal: node.kind == .nonlocalStatement)
      child = next(child)
    }
  }

  // MARK: Imports

  private mutating func visitImport(_ node: Node) {
    var alias = node.firstChild
    while alias >= 0 {
      let identifier = tree[alias].firstChild
      let module = tree[alias].value
      // `import typing.x` binds `typing` too, but pyflakes does not take it for the module itself.
      let isTyping = module == KnownName.typing.rawValue || module == KnownName.typingExtensions.rawValue
      bind(tree[identifier].value, isTyping ? .typingModule : .bound, .import, at: identifier)
      alias = next(alias)
    }
  }

  private mutating func visitImportFrom(_ node: Node) {
    var alias = node.firstChild
    var module: NameID = -1
    if alias >= 0, tree[alias].kind == .moduleName {
      module = tree[alias].value
      alias = next(alias)
    }
    let isTyping =
      node.value == 0
      && (module == KnownName.typing.rawValue || module == KnownName.typingExtensions.rawValue)
    while alias >= 0 {
      let identifier = tree[alias].firstChild
      if identifier >= 0 {
        let name = tree[alias].value
        if module == KnownName.future.rawValue, name == KnownName.annotations.rawValue {
          postponesAnnotations = true
        }
        bind(
          tree[identifier].value, isTyping ? NameState(typingMember: name) : .bound, .import, at: identifier)
      } else if scope == 0 {
        starImports.append(
          String(repeating: ".", count: Int(node.value)) + (module >= 0 ? names.text(module) : ""))
      }
      alias = next(alias)
    }
  }

  // MARK: Patterns and escapes

  /// The name is bound before the pattern to its left is examined.
  private mutating func visitBindingPattern(_ node: Node) {
    var child = node.firstChild
    while child >= 0 {
      let kind = tree[child].kind
      if kind == .identifier { bind(tree[child].value, .bound, .pattern, at: child) }
      if kind == .restPattern, tree[child].firstChild >= 0 {
        bind(tree[tree[child].firstChild].value, .bound, .pattern, at: tree[child].firstChild)
      }
      child = next(child)
    }
    visitChain(node.firstChild)
  }

  /// `%%capture name` binds the name.
  private mutating func visitEscape(_ index: NodeIndex, _ node: Node) {
    var child = node.firstChild
    while child >= 0 {
      if tree[child].kind == .identifier { bind(tree[child].value, .bound, .magic, at: child) }
      child = next(child)
    }
  }
}
