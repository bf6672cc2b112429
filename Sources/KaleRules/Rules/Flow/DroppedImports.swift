import KaleAnalysis
import NotebookModel

/// Missing names that an untagged imports cell at the top of the notebook defines: one finding represents them all.
///
/// One fix resolves all of them: tagging the cell, which its own finding offers.
struct DroppedImports {
  /// For each such cell the place of the finding that is shown: the first, or the first that is certain.
  private var shown: [CellIndex: (place: NotebookPlace, isCertain: Bool)] = [:]

  /// Chooses among missing names, which are in the order of the steps.
  init(_ missing: [MissingRead], _ analysis: NotebookAnalysis) {
    for name in missing {
      guard case .outside(let cell) = name.cause, analysis.outline.assignments[cell] == .dropped,
        analysis.holdsOnlyImports(cell)
      else { continue }
      if let known = shown[cell], known.isCertain || !name.isCertain { continue }
      shown[cell] = (name.place, name.isCertain)
    }
  }

  /// Whether a missing name is shown.
  func isShown(_ missing: MissingRead) -> Bool {
    guard case .outside(let cell) = missing.cause, let shown = shown[cell] else { return true }
    return shown.place == missing.place
  }
}
