/// A node of the pipeline in a few names: what it runs after, takes and passes on.
package struct StepSummary: Sendable, Hashable {
  /// The name of the step, or of the reference.
  package var name: String
  /// Names of the steps it runs after, sorted, each once.
  package var previous: [String]
  /// Sorted by name.
  package var inputs: [StepInput]
  /// Sorted.
  package var outputs: [String]
  /// Pipeline parameters that it uses, sorted.
  package var parameters: [String]
  /// The variables that it reports as metrics.
  package var metrics: [String]

  /// What it provides: its outputs, and the metrics that are not outputs.
  package var results: [String] { outputs + metrics.filter { !outputs.contains($0) } }
}

extension NotebookAnalysis {
  /// The summary of a unit of the outline.
  package func summary(of unit: UnitIndex) -> StepSummary {
    let flow = flow.flows[unit]
    return StepSummary(
      name: outline.units[unit].name,
      previous: Set(graph.previous[unit].map { outline.units[$0].name }).sorted(),
      inputs: flow.inputs.sorted().map { StepInput(name: $0, provider: providerName(of: $0, for: unit)) },
      outputs: flow.outputs.sorted(), parameters: flow.parameters.sorted(),
      metrics: flow.metrics.map(\.variable))
  }
}

/// Which steps take what others pass on.
package struct StepConsumers: Sendable {
  /// For each unit, the names of the units that take a name from it, sorted.
  private var consumers: [UnitIndex: [String: [String]]] = [:]
  /// The first of them in the notebook.
  private var first: [UnitIndex: [String: UnitIndex]] = [:]

  /// Collects the takers of every output in the notebook.
  package init(_ analysis: NotebookAnalysis) {
    let units = analysis.outline.units
    for consumer in units.indices.sorted(by: { units[$0].name < units[$1].name }) {
      for name in analysis.flow.flows[consumer].inputs {
        guard let provider = analysis.flow.provider(of: name, for: consumer) else { continue }
        consumers[provider, default: [:]][name, default: []].append(units[consumer].name)
        first[provider, default: [:]][name] = min(consumer, first[provider]?[name] ?? consumer)
      }
    }
  }

  /// The first unit of the notebook that takes a name from a unit.
  package func firstUnit(taking name: String, from unit: UnitIndex) -> UnitIndex? { first[unit]?[name] }

  /// The names of the units that take a name from a unit, sorted.
  package func names(taking name: String, from unit: UnitIndex) -> [String] { consumers[unit]?[name] ?? [] }
}
