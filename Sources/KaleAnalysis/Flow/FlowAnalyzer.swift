import NotebookModel

/// Finds what crosses the boundaries of units, in both readings of the code, and keeps what it needs to do so again after
/// an edit.
struct FlowAnalyzer {
  /// What crosses the boundaries of units.
  struct Flows {
    let kale: DataFlow
    let run: DataFlow
    /// Whether both are the same.
    let areAlike: Bool
    let deviations: [FlowDeviation]
  }

  /// What the flows were computed with.
  private struct State {
    var kale: FlowResolver
    /// nil where both readings are alike.
    var run: FlowResolver?
    var likeness: FlowEquivalence
  }

  private var state: State?

  /// Computes the flows, or keeps those of the last snapshot.
  ///
  /// - Parameters:
  ///   - units: The code of all units.
  ///   - graph: Their order.
  ///   - blocks: The parameters and metrics.
  ///   - old: The analysis of the last snapshot, where the notebook's outline is what it was.
  ///   - changed: The units whose code has changed, where all else is as it was; nil where more has.
  ///   - isSame: Whether every unit needs and provides what it did.
  /// - Returns: The flows.
  mutating func flows(
    _ units: ChunkedUnitArray<UnitFacts>, _ graph: StepGraph, _ blocks: BlockReading,
    _ old: NotebookAnalysis?,
    changed: [UnitIndex]?, isSame: Bool
  ) -> Flows {
    if let old, isSame, blocks.isSame {
      return Flows(
        kale: old.kaleFlow, run: old.flow, areAlike: old.areFlowsEqual, deviations: old.deviations)
    }
    if let old, let changed, blocks.isSame, let flows = update(old, changed, to: units, graph) {
      return flows
    }
    let state = Self.resolve(units, graph, blocks)
    self.state = state
    return Self.flows(state, units, blocks.parameters)
  }

  private static func resolve(
    _ units: ChunkedUnitArray<UnitFacts>, _ graph: StepGraph, _ blocks: BlockReading
  ) -> State {
    func resolver(_ reading: DataFlow.Reading) -> FlowResolver {
      FlowResolver(
        reading, graph: graph, facts: units, parameterNames: Set(blocks.parameters.declarations.keys),
        metrics: blocks.metrics.declarations.map(\.metric))
    }
    let kale = resolver(.kale)
    let likeness = FlowEquivalence(kale.flow, units, graph: graph, parameters: blocks.parameters)
    return State(kale: kale, run: likeness.areAlike ? nil : resolver(.run), likeness: likeness)
  }

  /// The flows after an edit of single units; nil where all have to be resolved again.
  private mutating func update(
    _ old: NotebookAnalysis, _ changed: [UnitIndex], to units: ChunkedUnitArray<UnitFacts>, _ graph: StepGraph
  ) -> Flows? {
    guard let touched = state?.kale.update(changed, to: units), let flow = state?.kale.flow else {
      return nil
    }
    if old.areFlowsEqual {
      let areAlike = state?.likeness.update(
        from: (old.units, old.kaleFlow), to: flow, changed: changed, touched: touched,
        parameters: old.parameters)
      guard areAlike == true else { return nil }
    } else {
      let likeness = FlowEquivalence(flow, units, graph: graph, parameters: old.parameters)
      guard !likeness.areAlike, state?.run?.update(changed, to: units) != nil else { return nil }
    }
    return state.map { Self.flows($0, units, old.parameters) }
  }

  private static func flows(
    _ state: State, _ units: ChunkedUnitArray<UnitFacts>, _ parameters: ParameterReading
  ) -> Flows {
    let kale = state.kale.flow
    guard let run = state.run?.flow else {
      return Flows(kale: kale, run: kale, areAlike: true, deviations: [])
    }
    return Flows(
      kale: kale, run: run, areAlike: false,
      deviations: FlowComparison(kale: kale, run: run, units: units, parameters: parameters).deviations)
  }
}
