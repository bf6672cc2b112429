import KaleAnalysis

/// The units whose `prev:` tags have faults that other rules report.
struct UnfinishedOrder {
  private let units: Set<UnitIndex>

  /// Looks through the tags of a notebook.
  init(_ analysis: NotebookAnalysis) {
    var units = Set(analysis.graph.irregularEdges.map(\.unit))
    for cell in analysis.cells(with: .suspectTags) {
      guard analysis.tags[cell].entries.contains(where: { $0.mayBeMeantForOrder(in: analysis.release) })
      else { continue }
      if let unit = analysis.unit(ofCell: cell) { units.insert(unit) }
    }
    self.units = units
  }

  /// Returns whether it is still open what a unit runs after.
  func contains(_ unit: UnitIndex) -> Bool { units.contains(unit) }
}
