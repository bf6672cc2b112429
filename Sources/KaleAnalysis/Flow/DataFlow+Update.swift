/// What an edit does to a data flow.
///
/// A unit's flow hangs on its own code and on what those before it hand on. So when the code of a unit has changed, it
/// is resolved again, and then those that want a name of which the unit has something else to say than before. Where
/// more than names has changed (what definitions need, which parameters are used), or where units come together or
/// hand on what they make in some runs only, all are resolved anew.
extension DataFlow {
  /// Works out the flow once the code of some units has changed.
  ///
  /// - Parameters:
  ///   - changed: The units with new code.
  ///   - facts: The facts of all units, as they are now.
  /// - Returns: The flow; nil where all units have to be resolved anew.
  func updated(_ changed: [Int], to facts: [UnitFacts]) -> DataFlow? {
    guard facts.count == self.facts.count, canUpdate(changed, to: facts) else { return nil }
    var update = DataFlowUpdate(self, changed, facts)
    return update.run() ? update.flow : nil
  }

  /// Whether the units' new code differs from the old in nothing but names that are wanted, made and mentioned, and no
  /// parameter or metric is among them.
  private func canUpdate(_ changed: [Int], to facts: [UnitFacts]) -> Bool {
    guard graph.isAcyclic, chosen.isEmpty, makers.isEmpty, !facts.contains(where: \.isNotebook) else {
      return false
    }
    // What travels with definitions hangs on all units before.
    guard definitions.needsNothing else { return false }
    if reading == .run, facts.contains(where: { !$0.run.madeSometimes.isEmpty }) { return false }
    return changed.allSatisfy { unit in
      let (old, new) = (self.facts[unit], facts[unit])
      let names = new.names(reading).namesDiffering(from: old.names(reading))
      return new.names(reading).definitions == old.names(reading).definitions && new.calls == old.calls
        && new.trailingName == old.trailingName && new.hasStarImport == old.hasStarImport
        && names.isDisjoint(with: parameterNames) && names.isDisjoint(with: metricNames)
    }
  }
}

/// One update of a data flow.
private struct DataFlowUpdate {
  private let old: DataFlow
  private(set) var flow: DataFlow
  private let changed: Set<Int>
  /// For each unit its place in the order in which units are resolved.
  private let places: [Int]
  private var waiting: Set<Int>
  /// What units handed on to those that were resolved again.
  private var formerDeliveries: Set<DataFlow.Delivery> = []

  init(_ old: DataFlow, _ changed: [Int], _ facts: [UnitFacts]) {
    self.old = old
    self.changed = Set(changed)
    waiting = self.changed
    var places = Array(repeating: 0, count: facts.count)
    for (place, unit) in old.graph.order.enumerated() { places[unit] = place }
    self.places = places
    flow = old
    flow.facts = facts
    flow.providers = ProviderMemo()
    let code = facts.lazy.map { $0.names(old.reading) }
    for unit in changed { flow.candidates.update(unit, code) }
  }

  /// Resolves all units that the change concerns; false where it concerns more than names.
  mutating func run() -> Bool {
    while let unit = waiting.min(by: { places[$0] < places[$1] }) {
      waiting.remove(unit)
      guard resolve(unit) else { return false }
    }
    withdrawOutputs()
    return true
  }

  private mutating func resolve(_ unit: Int) -> Bool {
    let before = flow.flows[unit]
    let definitions = flow.definitions[unit]
    formerDeliveries.formUnion(flow.deliveries[unit])
    flow.deliveries[unit] = []
    flow.flows[unit].inputs = []
    flow.flows[unit].missing = []
    flow.resolve(unit)
    let after = flow.flows[unit]
    guard after.parameters == before.parameters, flow.definitions[unit] == definitions else { return false }
    let code = flow.code(of: unit)
    var names = after.inputs.symmetricDifference(before.inputs).filter(code.mentions)
    if changed.contains(unit) { names.formUnion(code.namesDiffering(from: old.code(of: unit))) }
    guard names.isDisjoint(with: flow.metricNames) else { return false }
    let passesParameters = !after.parameters.isEmpty
    for name in names {
      for (other, facts) in flow.facts.enumerated() where places[other] > places[unit] {
        let isConcerned =
          facts.names(flow.reading).wanted.contains(name) || passesParameters && facts.calls.contains(name)
        if isConcerned { waiting.insert(other) }
      }
    }
    return true
  }

  /// Takes those outputs away that nobody takes any more.
  private mutating func withdrawOutputs() {
    for delivery in formerDeliveries {
      let (provider, name) = (delivery.provider, delivery.name)
      let isTrailing =
        flow.facts[provider].trailingName == name && flow.code(of: provider).mentions(name)
        && !flow.parameterNames.contains(name)
      guard !isTrailing, !flow.deliveries.contains(where: { $0.contains(delivery) }) else { continue }
      flow.flows[provider].outputs.remove(name)
    }
  }
}
