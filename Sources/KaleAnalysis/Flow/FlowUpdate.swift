import NotebookModel

/// What an edit does to a data flow.
///
/// A unit's flow hangs on its own code and on what those before it hand on. So when the code of a unit has changed, it
/// is resolved again, and then those that want a name of which the unit has something else to say than before. Where
/// more than names has changed (what definitions need, which parameters are used), or where units come together or
/// hand on what they make in some runs only, all are resolved anew.
extension FlowResolver {
  /// Works the flow out once the code of some units has changed.
  ///
  /// - Parameters:
  ///   - changed: The units with new code.
  ///   - facts: The facts of all units, as they are now.
  /// - Returns: The units whose flow may have changed; nil where all units have to be resolved anew, by a new resolver.
  mutating func update(_ changed: [Int], to facts: ChunkedArray<UnitFacts>) -> Set<Int>? {
    guard facts.count == flow.facts.count, canUpdate(changed, to: facts) else { return nil }
    var update = FlowUpdate(self, changed, facts)
    // The state must not be in two hands: it would be copied.
    defer { self = update.resolver }
    return update.run() ? update.touched : nil
  }

  /// Whether the units' new code differs from the old in nothing but names that are wanted, made and mentioned, and no
  /// parameter or metric is among them.
  private func canUpdate(_ changed: [Int], to facts: ChunkedArray<UnitFacts>) -> Bool {
    let reading = flow.reading
    // What travels with definitions hangs on all units before.
    guard isPlain, flow.chosen.isEmpty, makers.isEmpty, definitions.needsNothing else { return false }
    return changed.allSatisfy { unit in
      let (old, new) = (flow.facts[unit], facts[unit])
      let names = new.names(reading).namesDiffering(from: old.names(reading))
      return new.names(reading).definitions == old.names(reading).definitions && new.calls == old.calls
        && new.trailingName == old.trailingName && new.hasStarImport == old.hasStarImport
        && (reading == .kale || new.run.madeSometimes.isEmpty)
        && names.isDisjoint(with: parameterNames) && names.isDisjoint(with: metricNames)
    }
  }
}

/// One update of a data flow.
private struct FlowUpdate {
  private(set) var resolver: FlowResolver
  /// For each changed unit its code before the change.
  private var formerCode: [Int: UnitNames] = [:]
  private var waiting = PriorityQueue<Int>()
  private var isWaiting: Set<Int> = []
  /// What units handed on to those that were resolved again.
  private var formerDeliveries: Set<FlowResolver.Delivery> = []
  /// The units whose flow may have changed.
  private(set) var touched: Set<Int> = []

  init(_ resolver: consuming FlowResolver, _ changed: [Int], _ facts: ChunkedArray<UnitFacts>) {
    self.resolver = resolver
    let reading = self.resolver.flow.reading
    for unit in changed {
      let old = self.resolver.flow.facts[unit]
      formerCode[unit] = old.names(reading)
      self.resolver.interests.update(unit, from: old, to: facts[unit])
      put(unit)
    }
    self.resolver.flow.facts = facts
    self.resolver.flow.forgetProviders()
    let code = facts.lazy.map { $0.names(reading) }
    for unit in changed { self.resolver.candidates.update(unit, code) }
  }

  private mutating func put(_ unit: Int) {
    if isWaiting.insert(unit).inserted { waiting.insert(unit, at: resolver.places[unit]) }
  }

  /// Resolves all units that the change concerns.
  ///
  /// - Returns: Whether it concerns nothing but names.
  mutating func run() -> Bool {
    while let (_, unit) = waiting.popFirst() {
      isWaiting.remove(unit)
      guard resolve(unit) else { return false }
    }
    withdrawOutputs()
    return true
  }

  private mutating func resolve(_ unit: Int) -> Bool {
    let before = resolver.flow.flows[unit]
    let definitions = resolver.definitions[unit]
    formerDeliveries.formUnion(resolver.deliveries[unit])
    resolver.deliveries[unit] = []
    resolver.flow.flows[unit].inputs = []
    resolver.flow.flows[unit].missing = []
    resolver.flow.flows[unit].unheardOf = []
    resolver.resolve(unit)
    touched.insert(unit)
    touched.formUnion(resolver.deliveries[unit].lazy.map(\.provider))
    let after = resolver.flow.flows[unit]
    guard after.parameters == before.parameters, resolver.definitions[unit] == definitions else {
      return false
    }
    let code = resolver.code(of: unit)
    var names = after.inputs.symmetricDifference(before.inputs).filter(code.mentions)
    if let former = formerCode[unit] { names.formUnion(code.namesDiffering(from: former)) }
    guard names.isDisjoint(with: resolver.metricNames) else { return false }
    for name in names { putUnits(concernedBy: name, behind: unit, passesParameters: !after.parameters.isEmpty) }
    return true
  }

  private mutating func putUnits(concernedBy name: String, behind unit: Int, passesParameters: Bool) {
    var concerned: [Int] = []
    resolver.interests.forEachUnit(wanting: name) { concerned.append($0) }
    if passesParameters { resolver.interests.forEachUnit(calling: name) { concerned.append($0) } }
    for other in concerned where resolver.places[other] > resolver.places[unit] { put(other) }
  }

  /// Takes those outputs away that nobody takes any more.
  private mutating func withdrawOutputs() {
    let current = touched.reduce(into: Set<FlowResolver.Delivery>()) { $0.formUnion(resolver.deliveries[$1]) }
    for delivery in formerDeliveries where !current.contains(delivery) {
      let (provider, name) = (delivery.provider, delivery.name)
      let isTrailing =
        resolver.flow.facts[provider].trailingName == name && resolver.code(of: provider).mentions(name)
        && !resolver.parameterNames.contains(name)
      guard !isTrailing, !isDelivered(delivery) else { continue }
      resolver.flow.flows[provider].outputs.remove(name)
      touched.insert(provider)
    }
  }
  private func isDelivered(_ delivery: FlowResolver.Delivery) -> Bool {
    var isDelivered = false
    resolver.interests.forEachUnit(wanting: delivery.name) { unit in
      if resolver.deliveries[unit].contains(delivery) { isDelivered = true }
    }
    return isDelivered
  }
}
