import KaleAnalysis

/// The units whose tags about what they run after have faults of their own, which other rules speak of.
struct UnfinishedOrder {
  private let units: Set<UnitIndex>

  /// Looks through the tags of a notebook.
  init(_ analysis: NotebookAnalysis) {
    var units = Set(analysis.graph.irregularEdges.map(\.unit))
    for cell in analysis.cells(with: .suspectTags) {
      guard analysis.tags[cell].entries.contains(where: \.mayBeMeantForOrder) else { continue }
      if let unit = analysis.unit(ofCell: cell) { units.insert(unit) }
    }
    self.units = units
  }

  /// Whether what a unit runs after cannot be told yet.
  func contains(_ unit: UnitIndex) -> Bool { units.contains(unit) }
}
