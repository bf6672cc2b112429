import NotebookModel

/// Finds out which units run after which in an exact pipeline: by tags, data and state.
package struct ExactOrderSearch {
  private let analysis: NotebookAnalysis
  /// For each unit asked about those that run after it.
  private var later: [UnitIndex: Set<UnitIndex>] = [:]
  /// Each search takes time in the size of the notebook.
  private static let mostSearches = 256

  /// Creates a search that has found nothing yet.
  package init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns whether a unit is known to run after another.
  package mutating func runs(_ unit: UnitIndex, after earlier: UnitIndex) -> Bool {
    if let known = later[earlier] { return known.contains(unit) }
    if later.count == Self.mostSearches { return false }
    var found: Set<UnitIndex> = []
    var waiting = [earlier]
    while let next = waiting.popLast() {
      for unit in analysis.graph.next[next] + analysis.state.order.next[next]
      where found.insert(unit).inserted {
        waiting.append(unit)
      }
    }
    later[earlier] = found
    return found.contains(unit)
  }
}
