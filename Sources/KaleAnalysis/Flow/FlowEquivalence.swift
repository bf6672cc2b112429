import NotebookModel

/// Tells whether the two readings of a notebook's code come to the same data flow, as they mostly do, so that it need be
/// worked out only once.
struct FlowEquivalence {
  private(set) var areAlike: Bool
  /// How many units do not keep each name.
  private var unkept = NameCounts()
  /// How many units miss each name, and how many need it.
  private var missing = NameCounts()
  private var wanted = NameCounts()
  /// The definitions that need names.
  private var dependent: Set<String> = []

  /// Compares the readings of all units.
  init(
    _ kaleFlow: DataFlow, _ units: ChunkedUnitArray<UnitFacts>, graph: StepGraph, parameters: ParameterReading
  ) {
    guard !graph.previous.contains(where: { $0.count > 1 }), units.allSatisfy(\.isReadAlike),
      !units.contains(where: { parameters.declares(anyOf: $0.ownNames) })
    else {
      areAlike = false
      return
    }
    let dependent = Self.dependentDefinitions(units)
    self.dependent = dependent
    for (unit, flow) in zip(units, kaleFlow.flows) {
      unkept.add(unit.unkeptNames)
      wanted.add(unit.kale.wanted)
      missing.add(flow.missing)
    }
    let (unkept, missing, wanted) = (unkept, missing, wanted)
    areAlike = zip(units, kaleFlow.flows).allSatisfy { unit, flow in
      Self.hasOutputs(flow, unit) && !flow.handsThrough(anyOf: dependent)
        && unit.kale.wanted.allSatisfy { unkept[$0] == 0 }
        && flow.missing.allSatisfy { missing[$0] == wanted[$0] }
    }
  }

  /// Compares the readings again where they were alike, no definition needs anything but parameters and only some units
  /// have changed, whose definitions are what they were.
  ///
  /// - Parameters:
  ///   - old: What was compared before.
  ///   - kaleFlow: The flow now.
  ///   - changed: The units with new code.
  ///   - touched: The units whose flow may have changed.
  ///   - parameters: The pipeline's parameters, which have not changed.
  /// - Returns: Whether they are alike for certain; else all units have to be looked at.
  mutating func update(
    from old: (units: ChunkedUnitArray<UnitFacts>, flow: DataFlow), to kaleFlow: DataFlow,
    changed: [UnitIndex],
    touched: Set<UnitIndex>, parameters: ParameterReading
  ) -> Bool {
    guard areAlike else { return false }
    let units = kaleFlow.facts
    for unit in changed {
      guard units[unit].isReadAlike, !parameters.declares(anyOf: units[unit].ownNames) else { return false }
      unkept.replace(old.units[unit].unkeptNames, by: units[unit].unkeptNames)
      wanted.replace(old.units[unit].kale.wanted, by: units[unit].kale.wanted)
    }
    for unit in touched { missing.replace(old.flow.flows[unit].missing, by: kaleFlow.flows[unit].missing) }
    // A name that a unit does not keep, or that none has, matters where another unit needs it.
    let isKept = changed.allSatisfy { unit in
      units[unit].unkeptNames.allSatisfy { wanted[$0] == 0 }
        && units[unit].kale.wanted.allSatisfy { unkept[$0] == 0 }
    }
    let isMissedByAll = touched.allSatisfy { unit in
      let names = kaleFlow.flows[unit].missing.union(old.flow.flows[unit].missing)
        .union(changed.contains(unit) ? units[unit].kale.wanted : [])
      return names.allSatisfy { missing[$0] == 0 || missing[$0] == wanted[$0] }
    }
    let haveOutputs = touched.allSatisfy {
      Self.hasOutputs(kaleFlow.flows[$0], units[$0]) && !kaleFlow.flows[$0].handsThrough(anyOf: dependent)
    }
    return isKept && isMissedByAll && haveOutputs
  }

  /// Whether a unit, when it runs, has what it passes on in Kale's reading.
  private static func hasOutputs(_ flow: DataFlow.Flow, _ unit: UnitFacts) -> Bool {
    flow.outputs.allSatisfy { unit.run.makes($0) || flow.inputs.contains($0) }
  }

  /// The definitions that need names and that some unit does not define itself.
  private static func dependentDefinitions(_ units: ChunkedUnitArray<UnitFacts>) -> Set<String> {
    var dependent: Set<String> = []
    for unit in units {
      for (name, free) in unit.kale.definitions.own where !free.isEmpty { dependent.insert(name) }
    }
    for (name, free) in units.first?.kale.definitions.shared ?? [:] where !free.isEmpty {
      if units.contains(where: { $0.kale.definitions.own[name] == nil }) { dependent.insert(name) }
    }
    return dependent
  }
}

extension DataFlow.Flow {
  /// Whether one of some names is taken and passed on.
  fileprivate func handsThrough(anyOf names: Set<String>) -> Bool {
    !names.isEmpty && inputs.contains { names.contains($0) && outputs.contains($0) }
  }
}

extension ParameterReading {
  /// Whether one of some names is that of a parameter.
  fileprivate func declares(anyOf names: Set<String>) -> Bool {
    !declarations.isEmpty && declarations.keys.contains(where: names.contains)
  }
}
