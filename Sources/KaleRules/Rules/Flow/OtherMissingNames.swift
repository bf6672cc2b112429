import KaleAnalysis

/// The effect that a `prev:` tag added for one missing name has on the others.
///
/// A `prev:` tag brings everything that the step and its ancestors define, including another missing name that should
/// come from elsewhere. The error would disappear and leave a wrong value.
struct OtherMissingNames {
  private let analysis: NotebookAnalysis
  private let search: MissingNameSearch
  private let missing: [UnitIndex: [MissingRead]]
  private let count: Int

  /// In a notebook with more missing names, no fix is safe.
  private static let most = 100

  /// Compares the missing names of a notebook.
  init(_ missing: [MissingRead], _ search: MissingNameSearch, _ analysis: NotebookAnalysis) {
    self.analysis = analysis
    self.search = search
    self.missing = Dictionary(grouping: missing, by: \.unit)
    count = missing.count
  }

  /// Returns whether the first `prev:` tag for a name brings no other missing name from the wrong step.
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

  /// Whether a missing name should come from one of the given units, or comes from none of them.
  private func isRight(_ other: MissingRead, from coming: Set<UnitIndex>) -> Bool {
    guard coming.contains(where: { analysis.units[$0].run.makes(other.name) }) else { return true }
    let choices = search.choices(for: other)
    return choices.isExact && choices.units.first.map(coming.contains) ?? false
  }
}
