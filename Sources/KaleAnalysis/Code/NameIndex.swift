import PythonSyntax
import Synchronization

/// Where the cells of a unit, or those in front of every step, have to do with a name.
package struct NameIndex: Sendable {
  /// An element of one of the lists of a cell's facts.
  package struct Place: Sendable {
    /// Counted among the cells of the index.
    package var cell: Int
    /// Index of the element in its list.
    package var element: Int
  }

  /// For each name its bindings, one a cell that binds it.
  package private(set) var bindings: [String: [Place]] = [:]
  /// For each name the first read of code that runs at once, and of code that runs later.
  private(set) var reads: [String: Place] = [:]
  private(set) var deferredReads: [String: Place] = [:]
  /// For each name the cells that delete it and do not bind it again.
  package private(set) var deletions: [String: [Int]] = [:]
  /// The first cell behind which the code may not come by, or may have names that nobody can see.
  private(set) var firstUncertainCell: Int?
  /// Whether the code may end before its end.
  package private(set) var mayEndEarly = false

  init(_ cells: some Sequence<CellFacts>) {
    for (cell, facts) in cells.enumerated() {
      for (element, binding) in facts.bindings.enumerated() where bindings[binding.name]?.last?.cell != cell {
        bindings[binding.name, default: []].append(Place(cell: cell, element: element))
      }
      for (element, use) in facts.reads.enumerated() where reads[use.name] == nil {
        reads[use.name] = Place(cell: cell, element: element)
      }
      for (element, use) in facts.deferredReads.enumerated() where deferredReads[use.name] == nil {
        deferredReads[use.name] = Place(cell: cell, element: element)
      }
      for name in facts.deletions { deletions[name, default: []].append(cell) }
      if facts.mayEndEarly { mayEndEarly = true }
      if firstUncertainCell == nil, facts.mayEndEarly || facts.mayBringNames { firstUncertainCell = cell }
    }
  }
}

/// An index that is made when it is asked for.
final class LazyNameIndex: Sendable {
  private let cells: [SharedFacts]
  private let index = Mutex<NameIndex?>(nil)

  init(_ cells: [SharedFacts]) { self.cells = cells }

  /// The index of the cells.
  var value: NameIndex {
    index.withLock { index in
      if let index { return index }
      let new = NameIndex(cells.lazy.map(\.facts))
      index = new
      return new
    }
  }
}
