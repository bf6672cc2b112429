import NotebookModel

/// The effect of an edit on a data flow.
///
/// A unit's flow depends on its own code and on what earlier units pass on. So when the code of a unit has changed, it
/// is resolved again, and so are those that need a name for which the unit's answer differs from before. Where
/// more than names has changed (what definitions need beside parameters, which parameters are used), where units come
/// together and define other names, or pass on what they define only in some runs, all are resolved again.
extension FlowResolver {
  /// Computes the flow after the code of some units has changed.
  ///
  /// - Parameters:
  ///   - changed: The units with new code.
  ///   - facts: The facts of all units, as they are now.
  /// - Returns: The units whose flow may have changed; nil if a new resolver has to resolve all units again.
  mutating func update(_ changed: [UnitIndex], to facts: ChunkedUnitArray<UnitFacts>) -> Set<UnitIndex>? {
    guard facts.count == flow.facts.count, canUpdate(changed, to: facts) else { return nil }
    if interests == nil { interests = UnitInterests(flow.facts, flow.reading) }
    var update = FlowUpdate()
    for unit in changed {
      let old = flow.facts[unit]
      update.formerCode[unit] = old.names(flow.reading)
      interests?.update(unit, from: old, to: facts[unit])
      update.put(unit, at: places[unit])
    }
    flow.facts = facts
    flow.forgetProviders()
    for unit in changed { candidates.update(unit, facts, flow.reading) }
    while let unit = update.next() {
      guard resolveAgain(unit, &update) else { return nil }
    }
    withdrawOutputs(&update)
    return update.touched
  }

  /// Whether the units' new code differs only in the names that are needed, defined and mentioned, and no
  /// parameter or metric is among them.
  private func canUpdate(_ changed: [UnitIndex], to facts: ChunkedUnitArray<UnitFacts>) -> Bool {
    let reading = flow.reading
    // What travels with definitions depends on all units before.
    guard isPlain, flow.chosen.isEmpty, producers.isEmpty,
      definitions.needNothing(but: reading == .kale ? parameterNames : [])
    else { return false }
    return changed.allSatisfy { unit in
      let (old, new) = (flow.facts[unit], facts[unit])
      let names = new.names(reading).namesDiffering(from: old.names(reading))
      return new.names(reading).definitions == old.names(reading).definitions && new.calls == old.calls
        && new.trailingName == old.trailingName && new.hasStarImport == old.hasStarImport
        && (reading == .kale || new.run.madeSometimes.isEmpty)
        // Where branches join, it matters whether another unit defines the name.
        && (reading == .kale || !comesTogether || new.madeNames == old.madeNames)
        && names.isDisjoint(with: parameterNames) && names.isDisjoint(with: metricNames)
    }
  }

  /// Resolves a unit that the change concerns, and notes the units that need a name for which its answer differs.
  ///
  /// - Returns: Whether nothing but names has changed.
  private mutating func resolveAgain(_ unit: UnitIndex, _ update: inout FlowUpdate) -> Bool {
    let before = flow.flows[unit]
    let formerDefinitions = definitions[unit]
    update.formerDeliveries.formUnion(deliveries[unit])
    deliveries[unit] = []
    flow.flows[unit].inputs = []
    flow.flows[unit].missing = []
    flow.unmentioned[unit] = []
    resolve(unit)
    update.touched.insert(unit)
    update.touched.formUnion(deliveries[unit].lazy.map(\.provider))
    let after = flow.flows[unit]
    guard after.parameters == before.parameters, definitions[unit] == formerDefinitions else { return false }
    let code = code(of: unit)
    var names = after.inputs.symmetricDifference(before.inputs).filter(code.mentions)
    if let former = update.formerCode[unit] { names.formUnion(code.namesDiffering(from: former)) }
    guard names.isDisjoint(with: metricNames) else { return false }
    for name in names {
      putUnits(concernedBy: name, behind: unit, passesParameters: !after.parameters.isEmpty, &update)
    }
    return true
  }

  private func putUnits(
    concernedBy name: String, behind unit: UnitIndex, passesParameters: Bool, _ update: inout FlowUpdate
  ) {
    func put(_ other: UnitIndex) {
      if places[other] > places[unit] { update.put(other, at: places[other]) }
    }
    interests?.forEachUnit(wanting: name, put)
    if passesParameters { interests?.forEachUnit(calling: name, put) }
  }

  /// Removes the outputs that no unit takes any more.
  private mutating func withdrawOutputs(_ update: inout FlowUpdate) {
    let current = update.touched.reduce(into: Set<Delivery>()) { $0.formUnion(deliveries[$1]) }
    for delivery in update.formerDeliveries where !current.contains(delivery) {
      let (provider, name) = (delivery.provider, delivery.name)
      guard trailingOutput(of: provider) != name, !isDelivered(delivery) else { continue }
      flow.flows[provider].outputs.remove(name)
      update.touched.insert(provider)
    }
  }

  private func isDelivered(_ delivery: Delivery) -> Bool {
    var isDelivered = false
    interests?.forEachUnit(wanting: delivery.name) { unit in
      if deliveries[unit].contains(delivery) { isDelivered = true }
    }
    return isDelivered
  }
}

/// One update of a data flow: what is still to be resolved again, and what has been.
private struct FlowUpdate {
  /// For each changed unit its code before the change.
  var formerCode: [UnitIndex: UnitNames] = [:]
  /// What units passed on to those that were resolved again.
  var formerDeliveries: Set<FlowResolver.Delivery> = []
  /// The units whose flow may have changed.
  var touched: Set<UnitIndex> = []
  private var waiting = PriorityQueue<UnitIndex>()
  private var isWaiting: Set<UnitIndex> = []

  /// Has a unit resolved again when it is its turn.
  mutating func put(_ unit: UnitIndex, at place: Int) {
    if isWaiting.insert(unit).inserted { waiting.insert(unit, at: place) }
  }

  /// The unit to resolve next; nil if none is left.
  mutating func next() -> UnitIndex? {
    guard let (_, unit) = waiting.popFirst() else { return nil }
    isWaiting.remove(unit)
    return unit
  }
}
