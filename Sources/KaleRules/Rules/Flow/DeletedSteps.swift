import KaleAnalysis

/// The units whose `prev:` tags name steps that do not exist, nor one of a similar name, and those that run after them.
///
/// What no cell defines was probably defined in that step, and the finding about the tag is the cause.
struct DeletedSteps {
  private let units: Set<UnitIndex>

  /// Looks through the `prev:` tags of a notebook.
  init(_ analysis: NotebookAnalysis) {
    let unknown = analysis.graph.irregularEdges.filter { $0.previous == nil }
    guard !unknown.isEmpty else {
      units = []
      return
    }
    let names = SimilarNames(analysis.outline.units.map(\.name), questions: unknown.count)
    let deleted = unknown.filter { edge in
      names.nearest(to: edge.name, before: edge.unit.position).isEmpty
        && names.withWords(of: edge.name, before: edge.unit.position).isEmpty
    }
    let roots = Set(deleted.map(\.unit))
    units = analysis.unitsBehind(Array(roots)).union(roots)
  }

  /// Returns whether a missing name may have been defined in such a step.
  func mayHaveDefined(_ missing: MissingRead) -> Bool {
    missing.cause == .unmade && units.contains(missing.unit)
  }
}
