/// Statements and expressions some parts of which may not run.
extension NameAnalysis {
  /// Visits what may not run although the code around it does.
  mutating func visitPerhaps(_ first: NodeIndex) {
    let outer = mayBeSkipped
    mayBeSkipped = true
    let mark = bindings.mark
    visitChain(first)
    bindings.takeBack(since: mark)
    mayBeSkipped = outer
  }

  /// The first child runs in any case; whether the others do hangs on it.
  mutating func visitFirstForCertain(_ node: Node) {
    visit(node.firstChild)
    let outer = askedNames
    if node.kind == .booleanOperation { noteAnswers(in: node) }
    visitPerhaps(next(node.firstChild))
    askedNames = outer
  }

  /// `a < b < c` looks at `c` only where `a < b`.
  mutating func visitComparison(_ node: Node) {
    visit(node.firstChild)
    let second = next(node.firstChild)
    visit(second)
    noteLookup(of: node.firstChild, in: second)
    visitPerhaps(next(second))
  }

  mutating func visitWhile(_ node: Node) {
    let outer = ignoresDeletions
    ignoresDeletions = true
    visit(node.firstChild)
    let (wasSkipped, mark) = (mayBeSkipped, bindings.mark)
    mayBeSkipped = true
    visitChain(next(node.firstChild))
    bindings.putIntoLoop(since: mark)
    (ignoresDeletions, mayBeSkipped) = (outer, wasSkipped)
  }

  /// What every branch binds is bound, where there is an `else`.
  mutating func visitIf(_ node: Node) {
    let outer = (ignoresDeletions, mayBeSkipped, askedNames)
    ignoresDeletions = true
    visit(node.firstChild)
    var answers: NameAnswers? = answers(of: node.firstChild)
    var child = next(node.firstChild)
    let isMain = child >= 0 && isTestForMain(node.firstChild)
    if isMain {
      visit(child)
      child = next(child)
      answers = nil
    }
    mayBeSkipped = true
    let start = bindings.mark
    var branches = BranchBindings()
    var answer = PythonTwoTest.answer(of: tree[node.firstChild].range, in: source)
    // The names that are defined where all tests so far have failed.
    var others: [NameID] = []
    while child >= 0 {
      if isBlock(child) {
        let known = others + (answers?.ifTrue ?? [])
        let (wasDispensable, isDead) = (doesWithoutNames, answer == false)
        // What only Python 2 runs does without the names of Python 2.
        if isDead { doesWithoutNames = true }
        branches.add(bound(knowing: known, in: child), leaves: leaves(child))
        doesWithoutNames = wasDispensable
        answer = answer.map { !$0 }
        if others.count < Self.mostNamesAsked { others += answers?.ifFalse ?? [] }
        answers = nil
      } else {
        visit(child)
        answers = self.answers(of: child)
        if answer != nil { answer = PythonTwoTest.answer(of: tree[child].range, in: source) }
      }
      child = next(child)
    }
    let hasElse = node.flags.contains(.hasElse)
    if !hasElse, !others.isEmpty { branches.add(bound(knowing: others, in: noNode), leaves: false) }
    // What is left are names that tests behind the first bind.
    bindings.takeBack(since: start)
    if hasElse || !others.isEmpty, !isMain { bindings.add(branches) }
    (ignoresDeletions, mayBeSkipped, askedNames) = outer
  }

  /// The branches of a statement ask about few names.
  private static var mostNamesAsked: Int { 16 }

  /// Visits a branch, and returns what is bound in it: what it binds, and the names that are known to be defined there.
  private mutating func bound(knowing known: [NameID], in block: NodeIndex) -> ArraySlice<CertainBinding> {
    let mark = bindings.mark
    for name in known where scope == 0 { bindings.know(name) }
    if block >= 0 {
      let outer = askedNames
      if !known.isEmpty { askedNames.formUnion(known) }
      visit(block)
      askedNames = outer
    }
    return bindings.takeBack(since: mark)
  }

  /// Whether a test is `__name__ == "__main__"`, which holds in a notebook and in a step.
  private func isTestForMain(_ test: NodeIndex) -> Bool {
    guard tree[test].kind == .comparison else { return false }
    let left = tree[test].firstChild
    guard left >= 0, tree[left].kind == .name, names.text(tree[left].value) == "__name__" else {
      return false
    }
    let right = next(left)
    guard right >= 0, next(right) < 0, tree[right].kind == .string else { return false }
    let between = source[
      tree[left].range.upperBound..<max(tree[left].range.upperBound, tree[right].range.lowerBound)]
    return between.contains(UInt8(ascii: "=")) && !between.contains(UInt8(ascii: "!"))
      && StringLiteral.text(of: right, in: tree, source) == "__main__"
  }

  private func isBlock(_ node: NodeIndex) -> Bool {
    tree[node].kind == .block || tree[node].kind == .elseBlock
  }

  /// Whether a block ends by going elsewhere: nothing runs after it.
  private func leaves(_ block: NodeIndex) -> Bool {
    var last = tree[block].firstChild
    guard last >= 0 else { return false }
    while next(last) >= 0 { last = next(last) }
    switch tree[last].kind {
    case .raiseStatement, .breakStatement, .continueStatement, .returnStatement: return true
    case .block: return leaves(last)
    case .expressionStatement:
      let call = tree[last].firstChild
      guard tree[call].kind == .primary else { return false }
      let base = tree[call].firstChild
      var callee = base
      while next(callee) >= 0, next(next(callee)) >= 0 { callee = next(callee) }
      return next(callee) >= 0 && tree[next(callee)].kind == .call && endsProgram(callee, base: base)
    default: return false
    }
  }

  /// The last case catches everything where it is a name alone, or `_`.
  mutating func visitMatch(_ node: Node) {
    visit(node.firstChild)
    let outer = mayBeSkipped
    mayBeSkipped = true
    var branches = BranchBindings()
    var hasDefault = false
    var matchCase = next(node.firstChild)
    while matchCase >= 0 {
      let mark = bindings.mark
      visit(matchCase)
      let pattern = tree[matchCase].firstChild
      hasDefault = isCatchAll(pattern) && !tree[matchCase].flags.contains(.hasDefault)
      var block = pattern
      while block >= 0, next(block) >= 0 { block = next(block) }
      branches.add(bindings.takeBack(since: mark), leaves: block >= 0 && leaves(block))
      matchCase = next(matchCase)
    }
    if hasDefault { bindings.add(branches) }
    mayBeSkipped = outer
  }

  private func isCatchAll(_ pattern: NodeIndex) -> Bool {
    pattern >= 0 && tree[pattern].kind == .capturePattern && !tree[pattern].flags.contains(.hasDefault)
  }

  /// The test runs before the value to its left.
  mutating func visitConditionalExpression(_ node: Node) {
    let outer = (ignoresDeletions, mayBeSkipped, askedNames)
    ignoresDeletions = true
    var value = node.firstChild
    var mark: Int?
    while value >= 0 {
      let test = next(value)
      if test >= 0 { visit(test) }
      mark = mark ?? bindings.mark
      mayBeSkipped = true
      let answers = test >= 0 ? answers(of: test) : NameAnswers()
      let others = askedNames
      if !answers.ifTrue.isEmpty { askedNames.formUnion(answers.ifTrue) }
      visit(value)
      askedNames = others
      if !answers.ifFalse.isEmpty { askedNames.formUnion(answers.ifFalse) }
      value = test >= 0 ? next(test) : noNode
    }
    if let mark { bindings.takeBack(since: mark) }
    (ignoresDeletions, mayBeSkipped, askedNames) = outer
  }

  /// The iterable comes before the target.
  mutating func visitLoop(_ node: Node) {
    let target = node.firstChild
    let iterable = next(target)
    visit(iterable)
    let outer = mayBeSkipped
    mayBeSkipped = true
    var mark = bindings.mark
    visitTarget(target, .loop)
    // What the rounds bind may still hang on something: `continue`, for example.
    if hasItems(iterable) { mark = bindings.mark }
    visitChain(next(iterable))
    bindings.putIntoLoop(since: mark)
    mayBeSkipped = outer
  }

  /// Whether a loop over an expression has a round for certain: a list or tuple with items, a text, `range(3)`, and what
  /// functions make of these.
  private func hasItems(_ iterable: NodeIndex) -> Bool {
    let first = tree[iterable].firstChild
    switch tree[iterable].kind {
    case .list, .tuple, .set: return first >= 0 && tree[first].kind != .starred
    case .string: return !text(iterable).isEmpty
    case .primary:
      guard tree[first].kind == .name, case let call = next(first), call >= 0, next(call) < 0,
        tree[call].kind == .call,
        case let argument = tree[call].firstChild, argument >= 0
      else { return false }
      switch spelling(first) {
      case "enumerate", "reversed", "sorted", "tuple", "list": return hasItems(argument)
      case "range":
        guard tree[argument].kind == .number, next(argument) < 0 else { return false }
        return source[tree[argument].range].first.map { $0 != UInt8(ascii: "0") } ?? false
      default: return false
      }
    default: return false
    }
  }

  /// In the block of `with suppress(…)` an error ends the block and nothing else.
  mutating func visitWith(_ node: Node) {
    var child = node.firstChild
    var suppressesErrors = false
    let outer = doesWithoutNames
    while child >= 0 {
      if tree[child].kind == .withItem {
        let item = tree[child].firstChild
        let isSuppression = isCall(item, of: .suppress)
        suppressesErrors = suppressesErrors || isSuppression
        visit(child)
        if isSuppression, suppressesNameErrors(item) { doesWithoutNames = true }
      } else {
        // The block is the last child.
        if suppressesErrors { visitPerhaps(child) } else { visit(child) }
      }
      child = next(child)
    }
    doesWithoutNames = outer
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

  /// Bound for certain is what the block and its `else` bind as well as every handler.
  mutating func visitTry(_ node: Node) {
    let body = node.firstChild
    let handlers = next(body)
    let hasHandlers = handlers >= 0 && tree[handlers].kind == .exceptHandler
    let outer = (isProtected, mayBeSkipped, doesWithoutNames)
    isProtected = catchesNameError(handlers)
    let probed = hasHandlers ? probe(by: body) : NameProbe()
    if probed.isProbeAlone, catchesAnyError(handlers) { doesWithoutNames = true }
    mayBeSkipped = mayBeSkipped || hasHandlers
    let mark = bindings.mark
    visit(body)
    (isProtected, doesWithoutNames) = (outer.0, outer.2)
    // A block that has come to its end has found what it reads.
    for name in probed.names where scope == 0 { bindings.know(name) }
    var branches = BranchBindings()
    var tried = hasHandlers ? bindings.takeBack(since: mark) : []
    var isLeft = leaves(body)
    var child = handlers
    while child >= 0, tree[child].kind != .finallyBlock {
      visit(child)
      let bound = bindings.takeBack(since: mark)
      if tree[child].kind == .elseBlock {
        tried += bound
        isLeft = isLeft || leaves(child)
      } else {
        branches.add(bound, leaves: leaves(child))
      }
      child = next(child)
    }
    if hasHandlers {
      branches.add(tried, leaves: isLeft)
      bindings.add(branches)
    }
    mayBeSkipped = outer.1
    visitChain(child)
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

  func isNameError(_ node: NodeIndex) -> Bool {
    tree[node].kind == .name && tree[node].value == KnownName.nameError.rawValue
  }

  /// The name is bound inside the handler only; an earlier binding is put back after it.
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

  /// After what ends the module, or the body that runs, at once and without an error.
  mutating func noteEarlyEnd() {
    if isRunningDeferred { definitions.mayHaveReturned = true } else { mayHaveEnded = true }
  }

  /// Whether a call after the parts up to `callee` ends the program: `exit()`, `quit()`, `sys.exit()`, `os._exit()`.
  func endsProgram(_ callee: NodeIndex, base: NodeIndex) -> Bool {
    guard tree[base].kind == .name else { return false }
    if callee == base { return ends(base, in: .exit) || ends(base, in: .quit) }
    guard next(base) == callee else { return false }
    return (ends(base, in: .system) && ends(callee, in: .exit))
      || (ends(base, in: .operatingSystem) && ends(callee, in: .exitAtOnce))
  }
}
