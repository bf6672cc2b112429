import NotebookModel

/// Which steps of a pipeline surely run after which others.
///
/// A question walks backwards from a step. All questions together walk a bounded way; after that, the answer is that the
/// steps are in order.
package struct RunOrder {
  private let previous: (UnitIndex) -> [UnitIndex]
  /// Orders that are only supposed.
  private var supposed: [UnitIndex: [UnitIndex]] = [:]
  private var known: [UnitIndex: Set<UnitIndex>] = [:]
  private var left = 200_000

  private init(_ previous: @escaping (UnitIndex) -> [UnitIndex]) { self.previous = previous }

  /// The order that `prev:` tags give.
  package static func tagged(_ analysis: NotebookAnalysis) -> RunOrder {
    let graph = analysis.graph
    return RunOrder { graph.previous[$0] }
  }

  /// The order of the pipeline that kale-lsp compiles. With the runtime `exact`, steps also run after those whose files and
  /// other state they use.
  package static func compiled(_ analysis: NotebookAnalysis, by runtime: PipelineRuntime) -> RunOrder {
    guard runtime == .exact else { return tagged(analysis) }
    let graph = analysis.graph
    var byState: [UnitIndex: [UnitIndex]] = [:]
    for unit in analysis.outline.units.indices {
      for later in analysis.state.order.next[unit] { byState[later, default: []].append(unit) }
    }
    return RunOrder { [byState] in graph.previous[$0] + byState[$0, default: []] }
  }

  /// The order of Kale's pipeline: a step runs after those whose data it takes, and one that takes none after the one above
  /// it in the list of steps. Steps beside references to other notebooks keep all their `prev:` tags.
  package static func kales(_ analysis: NotebookAnalysis) -> RunOrder {
    if analysis.outline.units.contains(where: \.isNotebook) { return tagged(analysis) }
    let order = analysis.graph.order
    let positions = Dictionary(zip(order, order.indices)) { first, _ in first }
    let flow = analysis.kaleFlow
    return RunOrder { unit in
      let givers = Set(flow.flows[unit].inputs.compactMap { flow.provider(of: $0, for: unit) })
      if !givers.isEmpty { return Array(givers) }
      return positions[unit].flatMap { $0 > 0 ? [order[$0 - 1]] : nil } ?? []
    }
  }

  /// Whether a step runs only when another one has ended.
  package mutating func runs(_ later: UnitIndex, after earlier: UnitIndex) -> Bool {
    if let known = known[later] { return known.contains(earlier) || left <= 0 }
    var seen: Set<UnitIndex> = []
    var open = previous(later) + supposed[later, default: []]
    while left > 0, let unit = open.popLast() {
      left -= 1
      if seen.insert(unit).inserted { open += previous(unit) + supposed[unit, default: []] }
    }
    known[later] = seen
    return seen.contains(earlier) || left <= 0
  }

  /// Supposes from now on that a step runs after another one.
  package mutating func suppose(_ later: UnitIndex, runsAfter earlier: UnitIndex) {
    supposed[later, default: []].append(earlier)
    known.removeAll()
  }
}
