import KaleAnalysis

/// What becomes of a notebook's other missing names when a step is made to run after another for one of them.
///
/// With a `prev:` tag everything comes that the step and those before it make: also another name that the step, or one
/// behind it, is missing, and that is to come from elsewhere. The error would go, and a wrong value be left.
struct OtherMissingNames {
  private let analysis: NotebookAnalysis
  private let search: MissingNameSearch
  private let missing: [UnitIndex: [MissingRead]]
  private let count: Int

  /// In a notebook with more missing names, no fix is made by itself.
  private static let most = 100

  /// Compares the missing names of a notebook.
  init(_ missing: [MissingRead], _ search: MissingNameSearch, _ analysis: NotebookAnalysis) {
    self.analysis = analysis
    self.search = search
    self.missing = Dictionary(grouping: missing, by: \.unit)
    count = missing.count
  }

  /// Whether the first `prev:` tag for a name brings no other missing name from a step that it is not to come from.
  func areLeftAlone(byFixOf name: MissingRead) -> Bool {
    guard count <= Self.most, let choice = search.choices(for: name).units.first else {
      return false
    }
    let coming = Set([choice] + analysis.graph.ancestors(of: choice))
    let affected = analysis.unitsBehind([name.unit]).union([name.unit])
    return affected.allSatisfy { unit in
      (missing[unit] ?? []).allSatisfy { other in
        other.name == name.name || isRight(other, from: coming)
      }
    }
  }

  /// Whether a missing name that some units bring is to come from one of them, or comes from none.
  private func isRight(_ other: MissingRead, from coming: Set<UnitIndex>) -> Bool {
    guard coming.contains(where: { analysis.units[$0].run.makes(other.name) }) else { return true }
    let choices = search.choices(for: other)
    return choices.isExact && choices.units.first.map(coming.contains) ?? false
  }
}
