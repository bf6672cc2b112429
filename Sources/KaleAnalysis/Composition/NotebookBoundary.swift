import NotebookModel

/// What crosses the boundary of a referenced notebook.
struct NotebookBoundary: Hashable {
  /// In Kale's pipeline.
  let kale: DataFlow.Flow
  /// In kale-lsp's.
  let run: DataFlow.Flow
  /// The parameters of the notebook that refers to it, which reach each of its steps.
  let parameters: Set<String>

  /// The reference, in which the units inside take and pass on what crosses the boundary.
  func placing(_ reference: NotebookReference) -> NotebookReference {
    guard let analysis = reference.analysis else { return reference }
    var (kaleFlow, runFlow) = (analysis.kaleFlow, analysis.flow)
    var result = reference
    let steps = Steps(order: reference.code.order, facts: reference.code.units)
    result.boundaryFaults = steps.faults(of: kale)
    steps.carry(kale, into: &kaleFlow, producers: steps.kaleProducer)
    steps.carry(run, into: &runFlow, producers: steps.producer)
    runFlow.give(parameters)
    result.producers = Dictionary(
      run.outputs.compactMap { name in
        steps.producer(of: name).map { (name, analysis.outline.units[$0].name) }
      }, uniquingKeysWith: { first, _ in first })
    result.analysis = analysis.placed(
      references: references(of: analysis, kale: kaleFlow, run: runFlow), kaleFlow: kaleFlow, flow: runFlow,
      givenNames: parameters)
    return result
  }

  /// What crosses the boundary of a notebook may cross that of another inside of it.
  private func references(
    of analysis: NotebookAnalysis, kale: DataFlow, run: DataFlow
  ) -> [UnitIndex: NotebookReference] {
    let parameters = parameters.union(analysis.parameters.declarations.keys)
    var placed = analysis.references
    for (unit, reference) in analysis.references {
      let boundary = NotebookBoundary(kale: kale.flows[unit], run: run.flows[unit], parameters: parameters)
      placed[unit] = boundary.placing(reference)
    }
    return placed
  }

  /// The units of a referenced notebook in the order they run.
  private struct Steps {
    let order: [UnitIndex]
    let facts: ChunkedUnitArray<UnitFacts>

    /// The last unit that defines a name, even if it also takes it.
    func producer(of name: String) -> UnitIndex? {
      order.last { facts[$0].madeNames.contains(name) } ?? kaleProducer(of: name)
    }

    /// The unit that Kale takes a name from: the last one that defines it and does not take it.
    func kaleProducer(of name: String) -> UnitIndex? {
      order.last { facts[$0].kale.makes(name) && !facts[$0].kale.wanted.contains(name) }
    }

    /// The steps that need a name.
    func consumers(of name: String) -> [UnitIndex] { order.filter { facts[$0].kale.wanted.contains(name) } }

    func faults(of flow: DataFlow.Flow) -> [NotebookReference.BoundaryFault] {
      flow.inputs.sorted().filter { consumers(of: $0).isEmpty }.map { .notConsumed($0) }
        + flow.outputs.sorted().filter { kaleProducer(of: $0) == nil }.map { .notProduced($0) }
    }

    func carry(_ flow: DataFlow.Flow, into inner: inout DataFlow, producers: (String) -> UnitIndex?) {
      for name in flow.inputs {
        for step in consumers(of: name) { inner.takeInput(name, by: step) }
      }
      for name in flow.outputs {
        if let step = producers(name) { inner.passOut(name, by: step) }
      }
      for metric in flow.metrics {
        if let step = order.last(where: { facts[$0].kale.mentions(metric.variable) }) {
          inner.add(metric, to: step)
        }
      }
    }
  }
}

extension DataFlow {
  /// Makes a unit take in a name from outside the notebook.
  fileprivate mutating func takeInput(_ name: String, by unit: UnitIndex) {
    change(unit) { flow in
      flow.inputs.insert(name)
      flow.missing.remove(name)
    }
  }

  /// Makes a unit pass a name out of the notebook.
  fileprivate mutating func passOut(_ name: String, by unit: UnitIndex) {
    change(unit) { $0.outputs.insert(name) }
  }

  fileprivate mutating func add(_ metric: PipelineMetric, to unit: UnitIndex) {
    guard !flows[unit].metrics.contains(metric) else { return }
    change(unit) { $0.metrics = ($0.metrics + [metric]).sorted { $0.variable < $1.variable } }
  }

  /// Names that every unit has.
  fileprivate mutating func give(_ names: Set<String>) {
    guard !names.isEmpty else { return }
    for unit in flows.indices { change(unit) { $0.missing.subtract(names) } }
  }
}
