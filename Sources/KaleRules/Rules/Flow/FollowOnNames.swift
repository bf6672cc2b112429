import KaleAnalysis

/// The missing names that are missing only because an earlier step misses them too.
///
/// Once a step gets a name that it misses, it passes the name on to later steps. One cause therefore leads to several
/// errors, and fixing the first one resolves the others.
struct FollowOnNames {
  private struct UnitAndName: Hashable {
    let unit: UnitIndex
    let name: String
  }

  /// Those after a step that certainly fails without the name, and those after one that may fail.
  private var behindCertain: Set<UnitAndName> = []
  private var behindAny: Set<UnitAndName> = []

  /// Compares all missing names of a notebook.
  init(_ missing: [MissingRead], _ unfinished: UnfinishedOrder, _ analysis: NotebookAnalysis) {
    for (name, places) in Dictionary(grouping: missing, by: \.name) where places.count > 1 {
      // A suppressed finding does not report the cause.
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

  /// Returns whether a missing name is resolved once an earlier step has the name.
  func follows(_ missing: MissingRead) -> Bool {
    behindAny.contains(UnitAndName(unit: missing.unit, name: missing.name))
  }

  /// Returns whether a missing name is shown: no finding of the same severity reports its cause.
  func isShown(_ missing: MissingRead) -> Bool {
    let place = UnitAndName(unit: missing.unit, name: missing.name)
    return missing.isCertain ? !behindCertain.contains(place) : !behindAny.contains(place)
  }
}

extension NotebookAnalysis {
  /// Returns the units that run after one of the given units, directly or not.
  func unitsBehind(_ units: [UnitIndex]) -> Set<UnitIndex> {
    var found: Set<UnitIndex> = []
    var waiting = units
    while let unit = waiting.popLast() {
      waiting += graph.next[unit].filter { found.insert($0).inserted }
    }
    return found
  }
}
