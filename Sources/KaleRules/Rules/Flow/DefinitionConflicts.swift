import KaleAnalysis

/// A name that a unit takes although two units define it that are not in a clear order.
struct DefinitionConflict {
  var name: String
  /// The unit whose value is taken.
  var taken: UnitIndex
  var other: UnitIndex
  /// Whether Kale's pipeline takes the other value.
  var isKaleDifferent: Bool
}

/// Finds names for which it is unclear which step they come from.
struct ConflictSearch {
  private let analysis: NotebookAnalysis
  private var orders = AncestorOrders()
  /// The units that define each name defined by several units, in the order of the notebook.
  private let producers: [String: [UnitIndex]]

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    var producers: [String: [UnitIndex]] = [:]
    for (unit, facts) in analysis.units.indexed {
      for name in facts.ownNames { producers[name, default: []].append(unit) }
    }
    self.producers = producers.filter { $0.value.count > 1 }
  }

  /// Returns the names, sorted, that a unit takes from one of several units.
  mutating func conflicts(of unit: UnitIndex) -> [DefinitionConflict] {
    let contested = analysis.flow.flows[unit].inputs.filter { producers[$0] != nil }.sorted()
    guard !contested.isEmpty else { return [] }
    return contested.compactMap { conflict(over: $0, unit) }
  }

  private mutating func conflict(over name: String, _ unit: UnitIndex) -> DefinitionConflict? {
    guard let provider = analysis.flow.provider(of: name, for: unit) else { return nil }
    let ancestors = orders.order(of: unit, in: analysis.graph)
    // A step that runs between the two passes on what it was given, which is not newer for that.
    let taken =
      producers[name]?.last { ancestors.runs(after: $0) }
      ?? analysis.flow.producer(of: name, passedBy: provider)
    let kales = analysis.kaleFlow.provider(of: name, for: unit).map {
      analysis.flow.producer(of: name, passedBy: $0)
    }
    if let kales, kales != taken {
      return DefinitionConflict(name: name, taken: taken, other: kales, isKaleDifferent: true)
    }
    let before = orders.order(of: taken, in: analysis.graph)
    let other = producers[name]?.last {
      $0 != taken && ancestors.runs(after: $0) && !before.runs(after: $0)
    }
    return other.map { DefinitionConflict(name: name, taken: taken, other: $0, isKaleDifferent: false) }
  }
}
