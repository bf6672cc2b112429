import NotebookModel

/// Which steps of a pipeline run only when which others have ended.
package struct RunOrder {
  /// For each unit those that run after it, as far as nothing else lies between.
  private lazy var next = findNext()
  /// The order is found when it is first asked for: state takes time.
  private let findNext: () -> UnitArray<[UnitIndex]>
  /// Orders that are only supposed.
  private var supposed: [UnitIndex: [UnitIndex]] = [:]
  /// For each unit asked about those that run after it.
  private var later: [UnitIndex: Set<UnitIndex>] = [:]
  /// Each search takes time in the size of the notebook.
  private static let mostSearches = 256

  private init(_ findNext: @escaping () -> UnitArray<[UnitIndex]>) { self.findNext = findNext }

  /// The order that `prev:` tags give.
  package static func tagged(_ analysis: NotebookAnalysis) -> RunOrder {
    RunOrder { analysis.graph.next }
  }

  /// The order of the pipeline that kale-lsp compiles. With the runtime `exact`, steps also run after those whose files and
  /// other state they use.
  package static func compiled(_ analysis: NotebookAnalysis, by runtime: PipelineRuntime) -> RunOrder {
    guard runtime == .exact else { return tagged(analysis) }
    return RunOrder {
      var next = analysis.graph.next
      for unit in next.indices { next[unit] += analysis.state.order.next[unit] }
      return next
    }
  }

  /// The order of Kale's pipeline. A step runs after the steps that give it data; a step that takes no data runs after the one
  /// before it in Kale's list of steps. Steps next to references to other notebooks keep all their `prev:` tags.
  package static func kales(_ analysis: NotebookAnalysis) -> RunOrder {
    if analysis.outline.units.contains(where: \.isNotebook) { return tagged(analysis) }
    return RunOrder {
      let flow = analysis.kaleFlow
      var next = UnitArray<[UnitIndex]>(repeating: [], count: analysis.outline.units.count)
      var before: UnitIndex?
      for unit in analysis.graph.order {
        let givers = Set(flow.flows[unit].inputs.compactMap { flow.provider(of: $0, for: unit) })
        for giver in givers { next[giver].append(unit) }
        if givers.isEmpty, let before { next[before].append(unit) }
        before = unit
      }
      return next
    }
  }

  /// Returns whether a unit is known to run after another; nil if too much has been asked to find that out.
  package mutating func runs(_ unit: UnitIndex, after earlier: UnitIndex) -> Bool? {
    if let known = later[earlier] { return known.contains(unit) }
    if later.count == Self.mostSearches { return nil }
    var found: Set<UnitIndex> = []
    var waiting = [earlier]
    while let unit = waiting.popLast() {
      for after in next[unit] + supposed[unit, default: []] where found.insert(after).inserted {
        waiting.append(after)
      }
    }
    later[earlier] = found
    return found.contains(unit)
  }

  /// Supposes from now on that a step runs after another one.
  package mutating func suppose(_ unit: UnitIndex, runsAfter earlier: UnitIndex) {
    supposed[earlier, default: []].append(unit)
    later.removeAll()
  }
}
