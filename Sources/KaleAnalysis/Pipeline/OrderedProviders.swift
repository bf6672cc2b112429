import NotebookModel

/// Which steps pass values to others on the exact runtime, where a step gets what any step before it has left, also one that
/// it runs after for the sake of state alone: the last of them that passes a name on.
struct OrderedProviders {
  /// For each unit, of names that several units pass on, the last of these before it.
  private let providers: UnitArray<[String: UnitIndex]>

  /// The largest number of names that are followed.
  private static let mostNames = 256

  /// Finds the providers; nil where every step runs after others because of its tags alone.
  init?(_ analysis: NotebookAnalysis, _ flow: DataFlow) {
    let order = analysis.state.order
    guard analysis.graph.isAcyclic, !order.edges.isEmpty else { return nil }
    var counts: [String: Int] = [:]
    for unit in flow.flows { for name in unit.outputs { counts[name, default: 0] += 1 } }
    let names = Set(counts.filter { $0.value > 1 }.map(\.key).sorted().prefix(Self.mostNames))
    guard !names.isEmpty else { return nil }
    var places = UnitArray(repeating: 0, count: flow.flows.count)
    for (place, unit) in order.sequence.enumerated() { places[unit] = place }
    var providers = UnitArray<[String: UnitIndex]>(repeating: [:], count: flow.flows.count)
    for unit in order.sequence {
      let previous = analysis.graph.previous[unit] + order.edges(of: unit).map(\.previous)
      for before in previous {
        providers[unit].merge(providers[before]) { places[$0] < places[$1] ? $1 : $0 }
        for name in flow.flows[before].outputs.intersection(names) {
          if let known = providers[unit][name], places[known] >= places[before] { continue }
          providers[unit][name] = before
        }
      }
    }
    self.providers = providers
  }

  /// The step that passes a name to a unit; nil where only one may.
  func provider(of name: String, for unit: UnitIndex) -> UnitIndex? { providers[unit][name] }
}
