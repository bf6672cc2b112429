import KaleAnalysis

/// Which missing names are missing only because a step before misses them too.
///
/// A step that misses a name and gets it hands it on to the steps behind. So of one cause several errors come, and those
/// behind the first go away with it.
struct FollowOnNames {
  private struct UnitAndName: Hashable {
    let unit: UnitIndex
    let name: String
  }

  /// Those behind a step that fails for certain for want of the name, and those behind one that may fail.
  private var behindCertain: Set<UnitAndName> = []
  private var behindAny: Set<UnitAndName> = []

  /// Compares all missing names of a notebook.
  init(_ missing: [MissingRead], _ unfinished: UnfinishedOrder, _ analysis: NotebookAnalysis) {
    for (name, places) in Dictionary(grouping: missing, by: \.name) where places.count > 1 {
      // One that a comment takes back speaks of nothing.
      let roots = places.filter {
        analysis.units[$0.unit].run.provides(name, isTakenIn: true)
          && !analysis.ignores(MissingName.description, at: $0.place)
      }
      let certain = roots.filter { $0.isCertain || unfinished.contains($0.unit) }
      for unit in analysis.unitsBehind(certain.map(\.unit)) {
        behindCertain.insert(UnitAndName(unit: unit, name: name))
      }
      for unit in analysis.unitsBehind(roots.map(\.unit)) {
        behindAny.insert(UnitAndName(unit: unit, name: name))
      }
    }
  }

  /// Whether a missing name goes away once a step before has the name.
  func follows(_ missing: MissingRead) -> Bool {
    behindAny.contains(UnitAndName(unit: missing.unit, name: missing.name))
  }

  /// Whether a missing name is shown: no finding as grave speaks of its cause.
  func isShown(_ missing: MissingRead) -> Bool {
    let place = UnitAndName(unit: missing.unit, name: missing.name)
    return missing.isCertain ? !behindCertain.contains(place) : !behindAny.contains(place)
  }
}

extension NotebookAnalysis {
  /// The units that run after one of some others, however far.
  func unitsBehind(_ units: [UnitIndex]) -> Set<UnitIndex> {
    var found: Set<UnitIndex> = []
    var waiting = units
    while let unit = waiting.popLast() {
      waiting += graph.next[unit].filter { found.insert($0).inserted }
    }
    return found
  }
}
