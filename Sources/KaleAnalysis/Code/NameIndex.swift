import PythonSyntax
import Synchronization

/// Where the cells of a unit, or the shared cells, involve a name.
///
/// It is an object: it is asked about single names all the time, and a copy of it is one of five tables.
package final class NameIndex: Sendable {
  /// An element of one of the lists of a cell's facts.
  package struct Place: Sendable {
    /// Counted among the cells of the index.
    package var ordinal: Int
    /// Index of the element in its list.
    package var element: Int
  }

  /// For each name its bindings, one a cell that binds it.
  package let bindings: [String: [Place]]
  /// For each name the first read of code that runs at once, and of code that runs later. A read that the code can do
  /// without counts only where there is no other.
  let reads: [String: Place]
  let deferredReads: [String: Place]
  /// For each name the ordinals of the cells that delete it and do not bind it again.
  package let deletions: [String: [Int]]
  /// The first cell after which the code may have ended, or may have names that nothing here can see.
  let firstUncertainOrdinal: Int?
  /// Whether the code may end before its end.
  package let mayEndEarly: Bool

  init(_ cells: some Sequence<CellFacts>) {
    var bindings: [String: [Place]] = [:]
    var (reads, deferredReads): ([String: Place], [String: Place]) = ([:], [:])
    var deletions: [String: [Int]] = [:]
    var firstUncertainOrdinal: Int?
    var mayEndEarly = false
    var asked: Set<String> = []
    for (ordinal, facts) in cells.enumerated() {
      for (element, binding) in facts.bindings.enumerated()
      where bindings[binding.name]?.last?.ordinal != ordinal {
        bindings[binding.name, default: []].append(Place(ordinal: ordinal, element: element))
      }
      for (element, use) in facts.reads.enumerated() {
        let isAsked = use.way == .guarded || use.way == .asked
        // What can do without the name comes after what cannot.
        guard reads[use.name] == nil || !isAsked && !asked.isEmpty && asked.remove(use.name) != nil else {
          continue
        }
        reads[use.name] = Place(ordinal: ordinal, element: element)
        if isAsked { asked.insert(use.name) }
      }
      for (element, use) in facts.deferredReads.enumerated() where deferredReads[use.name] == nil {
        deferredReads[use.name] = Place(ordinal: ordinal, element: element)
      }
      for name in facts.deletions { deletions[name, default: []].append(ordinal) }
      if facts.mayEndEarly { mayEndEarly = true }
      if firstUncertainOrdinal == nil, facts.mayEndEarly || facts.mayBringNames {
        firstUncertainOrdinal = ordinal
      }
    }
    (self.bindings, self.reads, self.deferredReads) = (bindings, reads, deferredReads)
    self.deletions = deletions
    (self.firstUncertainOrdinal, self.mayEndEarly) = (firstUncertainOrdinal, mayEndEarly)
  }
}

/// An index that is built on first use.
final class LazyNameIndex: Sendable {
  private let cells: [CodeFacts]
  private let index = Mutex<NameIndex?>(nil)

  init(_ cells: [CodeFacts]) { self.cells = cells }

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
