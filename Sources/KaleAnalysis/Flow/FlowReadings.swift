/// Tells whether the two readings of a notebook's code come to the same data flow, as they mostly do, so that it need be
/// worked out only once.
enum FlowReadings {
  static func areAlike(
    _ kaleFlow: DataFlow, _ units: [UnitFacts], graph: StepGraph, parameters: ParameterReading
  ) -> Bool {
    guard !graph.previous.contains(where: { $0.count > 1 }), units.allSatisfy(\.isReadAlike) else {
      return false
    }
    let parameterNames = parameters.declarations.keys
    guard !units.contains(where: { unit in parameterNames.contains(where: unit.ownNames.contains) }) else {
      return false
    }
    // A name that a unit does not keep, or that none has, matters where another unit wants it.
    let unkept = units.reduce(into: Set<String>()) { $0.formUnion($1.unkeptNames) }
    // A definition that needs names and is handed on by a unit that does not make it.
    var needy = units.reduce(into: Set<String>()) { names, unit in
      for (name, free) in unit.kale.definitions.own where !free.isEmpty { names.insert(name) }
    }
    for (name, free) in units.first?.kale.definitions.shared ?? [:] where !free.isEmpty {
      if units.contains(where: { $0.kale.definitions.own[name] == nil }) { needy.insert(name) }
    }
    guard !kaleFlow.flows.contains(where: { !needy.intersection($0.inputs).isDisjoint(with: $0.outputs) })
    else { return false }
    let missing = kaleFlow.flows.reduce(into: Set<String>()) { $0.formUnion($1.missing) }
    return zip(units, kaleFlow.flows).allSatisfy { unit, flow in
      unit.kale.wanted.allSatisfy { name in
        !unkept.contains(name) && (!missing.contains(name) || flow.missing.contains(name))
      } && flow.outputs.allSatisfy { unit.run.makes($0) || flow.inputs.contains($0) }
    }
  }
}
