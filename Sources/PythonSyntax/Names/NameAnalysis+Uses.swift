/// What definitions at module level use when they are used, and what module-level code calls.
extension NameAnalysis {
  // MARK: Entering definitions

  /// Makes a function or lambda a definition where it stands at module level, and says how its body comes to run.
  mutating func enterFunction(
    _ kind: DefinitionFacts.Kind, _ name: NodeIndex, isDecorated: Bool
  ) -> DefinitionLog.Body {
    guard recordsUses, !isRunningDeferred else { return .inner }
    // Calling what the name is bound to runs the body.
    let isRun = !isDecorated && !mayBeSkipped && kind != .asyncFunction
    if scope == 0 {
      definitions.begin(kind, tree[name].value, at: name, isRunByCalls: isRun, isDecorated: isDecorated)
      return isRun ? .called : .own
    }
    guard scope == definitions.classScope else { return .inner }
    return definitions.body(ofMethod: tree[name].value, isPlain: isRun)
  }

  /// Makes the class whose scope has just been opened a definition.
  mutating func enterClass(_ name: NodeIndex, isDecorated: Bool) {
    guard recordsUses, !isRunningDeferred else { return }
    definitions.begin(
      .class, tree[name].value, at: name, isRunByCalls: !isDecorated && !mayBeSkipped,
      isDecorated: isDecorated)
    definitions.classScope = scope
  }

  // MARK: Uses

  /// Notes that code which runs later reads a name of the module.
  mutating func noteRead(_ node: Node) {
    guard isRunningDeferred, definitions.owner >= 0, !context.isPostponed else { return }
    definitions.noteRead(
      node, isCertain: isRunForCertain && context.timing == .unaffected, nameCount: names.count)
  }

  /// Notes that a name of the module is called.
  mutating func noteCall(_ node: Node) {
    guard recordsUses, context.timing == .unaffected else { return }
    if isRunningDeferred {
      guard definitions.owner >= 0, definitions.body == .called, isRunForCertain else { return }
      definitions.noteCertainCall(node, nameCount: names.count)
    } else if !mayBeSkipped, !mayHaveEnded, namesCalledForCertain.insert(node.value).inserted {
      certainCalls.append(node)
    }
  }

  /// Notes that a method is called of what a name of the module holds, or of what a call of the name makes.
  mutating func noteCertainMethodCall(_ method: NodeIndex, _ previous: NodeIndex, base: NodeIndex) {
    guard recordsUses, !isRunningDeferred, !mayBeSkipped, !mayHaveEnded, context.timing == .unaffected,
      tree[method].kind == .attribute
    else { return }
    let isOfResult = tree[previous].kind == .call && next(base) == previous
    guard previous == base || isOfResult else { return }
    certainMethodCalls.append((base: tree[base], method: tree[method], isOfResult: isOfResult))
  }

  /// Whether every call of the body comes to this place.
  private var isRunForCertain: Bool {
    switch definitions.body {
    case .called, .method: !mayBeSkipped && !definitions.mayHaveReturned
    case .inner, .own, .initializer: false
    }
  }

  /// A name that a function binds anywhere is its own in the whole of it.
  mutating func forgetLocalReads(since mark: DefinitionLog.Mark) {
    var place = mark
    while let name = definitions.read(at: place) {
      if table[scope, name] != .unbound, !globals.contains(name, in: scope) {
        definitions.forget(name, at: place)
      } else {
        place += 1
      }
    }
  }

  // MARK: Results

  /// The definitions that are bound at module level, the last of each name, in the order of the first.
  func definitionFacts() -> [DefinitionFacts] {
    var places: [NameID: Int] = [:]
    var facts: [DefinitionFacts] = []
    var builtins = BuiltinMemo(names)
    for entry in definitions.entries {
      if let place = places[entry.name] {
        facts[place] = definitionFacts(entry, &builtins)
      } else {
        places[entry.name] = facts.count
        facts.append(definitionFacts(entry, &builtins))
      }
    }
    return facts
  }

  private func definitionFacts(
    _ entry: DefinitionLog.Entry, _ builtins: inout BuiltinMemo
  ) -> DefinitionFacts {
    var facts = DefinitionFacts(
      name: names.text(entry.name), kind: entry.kind, range: tree[entry.node].range)
    facts.isGenerator = entry.isGenerator
    facts.isDecorated = entry.isDecorated
    for name in entry.reads where name != entry.name && !builtins.contains(name) {
      facts.freeNames.append(names.text(name))
    }
    for method in entry.methods {
      let reads = method.reads.filter { $0.value != entry.name && !builtins.contains($0.value) }
      facts.methods[names.text(method.name)] = reads.map {
        NameUse(name: names.text($0.value), range: $0.range)
      }
    }
    // After a `del` the name may be bound to something else.
    let place = bindings.onlyPlace(binding: entry.name).map { tree[$0].start }
    guard entry.isRunByCalls, !entry.isGenerator, place == tree[entry.node].start else { return facts }
    for node in entry.certainReads where node.value != entry.name && !builtins.contains(node.value) {
      facts.certainReads.append(NameUse(name: names.text(node.value), range: node.range))
    }
    for node in entry.certainCalls where node.value != entry.name && !builtins.contains(node.value) {
      facts.certainCalls.append(NameUse(name: names.text(node.value), range: node.range))
    }
    return facts
  }
}

/// Which names are Python's builtins, asked once for each.
private struct BuiltinMemo {
  private let names: NameTable
  private var answers: [Bool?]

  init(_ names: NameTable) {
    self.names = names
    answers = [Bool?](repeating: nil, count: names.count)
  }

  mutating func contains(_ name: NameID) -> Bool {
    if let answer = answers[Int(name)] { return answer }
    let answer = BuiltinNames.python.contains(names.text(name))
    answers[Int(name)] = answer
    return answer
  }
}
