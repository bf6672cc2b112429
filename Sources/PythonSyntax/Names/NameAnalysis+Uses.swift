/// What definitions at module level use when they are used, and what module-level code calls.
extension NameAnalysis {
  // MARK: Entering definitions

  /// Makes a function or lambda a definition where it stands at module level, and says how its body comes to run.
  ///
  /// `isPlain`: calling what the name is bound to runs the body.
  mutating func enterFunction(
    _ kind: DefinitionFacts.Kind, _ name: NodeIndex, isPlain: Bool
  ) -> DefinitionLog.Body {
    guard recordsUses, !isRunningDeferred else { return .inner }
    let isRun = isPlain && !mayBeSkipped
    if scope == 0 {
      definitions.begin(kind, tree[name].value, at: name, isRunByCalls: isRun)
      return isRun ? .called : .own
    }
    guard scope == definitions.classScope else { return .inner }
    return definitions.body(ofMethod: tree[name].value, isPlain: isRun)
  }

  /// Makes the class whose scope has just been opened a definition.
  mutating func enterClass(_ name: NodeIndex, isPlain: Bool) {
    guard recordsUses, !isRunningDeferred else { return }
    definitions.begin(.class, tree[name].value, at: name, isRunByCalls: isPlain && !mayBeSkipped)
    definitions.classScope = scope
  }

  // MARK: Uses

  /// Notes that code which runs later reads a name of the module.
  mutating func noteRead(_ node: Node) {
    guard isRunningDeferred, definitions.owner >= 0, !context.isPostponed else { return }
    definitions.noteRead(
      node, isCertain: isCalledForCertain && context.timing == .unaffected, nameCount: names.count)
  }

  /// Notes that a name of the module is called.
  mutating func noteCall(_ node: Node) {
    guard recordsUses, context.timing == .unaffected else { return }
    if isRunningDeferred {
      guard definitions.owner >= 0, isCalledForCertain else { return }
      definitions.noteCertainCall(node, nameCount: names.count)
    } else if !mayBeSkipped, !mayHaveEnded, namesCalledForCertain.insert(node.value).inserted {
      certainCalls.append(node)
    }
  }

  /// Whether every call of the definition comes to this place.
  private var isCalledForCertain: Bool {
    definitions.body == .called && !mayBeSkipped && !definitions.mayHaveReturned
  }

  /// A name that a function binds anywhere is its own in the whole of it.
  mutating func forgetLocalReads(since mark: DefinitionLog.Mark) {
    let function = scope
    definitions.forget(since: mark) { name in
      table[function, name] != .unbound && !globals.contains(name, in: function)
    }
  }

  // MARK: Results

  /// The definitions that are bound at module level, the last of each name, in the order of the first.
  func definitionFacts() -> [DefinitionFacts] {
    var places: [NameID: Int] = [:]
    var facts: [DefinitionFacts] = []
    for entry in definitions.entries {
      if let place = places[entry.name] {
        facts[place] = definitionFacts(entry)
      } else {
        places[entry.name] = facts.count
        facts.append(definitionFacts(entry))
      }
    }
    return facts
  }

  private func definitionFacts(_ entry: DefinitionLog.Entry) -> DefinitionFacts {
    var facts = DefinitionFacts(
      name: names.text(entry.name), kind: entry.kind, range: tree[entry.node].range)
    facts.isGenerator = entry.isGenerator
    facts.freeNames = entry.reads.filter { $0 != entry.name }.map { names.text($0) }
      .filter { !BuiltinNames.python.contains($0) }
    guard entry.isRunByCalls, !entry.isGenerator, bindings.isBoundOnce(entry.name) else { return facts }
    facts.certainReads = uses(entry.certainReads, in: entry)
    facts.certainCalls = uses(entry.certainCalls, in: entry)
    return facts
  }

  private func uses(_ nodes: [Node], in entry: DefinitionLog.Entry) -> [NameUse] {
    nodes.filter { $0.value != entry.name }.map { NameUse(name: names.text($0.value), range: $0.range) }
      .filter { !BuiltinNames.python.contains($0.name) }
  }
}
