import NotebookModel

/// The order that Kale gives the units of a notebook that refers to others, besides that of its `prev:` tags.
///
/// A unit that needs a name runs after the one that defines it. A step runs after all units above it and before all units
/// below it; two notebooks with no data between them run in parallel.
package struct CompositionOrder: Sendable {
  /// A unit that runs after another.
  package struct Link: Sendable, Hashable {
    /// The unit that runs later.
    package var unit: UnitIndex
    /// The unit that runs first.
    package var previous: UnitIndex
    /// The name that is passed on; nil if one is merely below the other.
    package var name: String?
  }

  /// A name that a unit needs and several others define, so that Kale does not know which to ask.
  package struct Contest: Sendable, Hashable {
    /// The name that the unit needs.
    package var name: String
    /// The unit that needs the name.
    package var unit: UnitIndex
    /// In the order of the notebook.
    package var producers: [UnitIndex]
    /// The unit that kale-lsp takes it from: the last one above, whose value the notebook has there.
    package var chosen: UnitIndex? { producers.last { $0 < unit } }
  }

  /// In the order in which Kale finds them.
  package private(set) var links: [Link] = []
  /// The names that Kale finds more than one provider for, in the order in which Kale finds them.
  package private(set) var contests: [Contest] = []

  /// Of more units than these, only those next to each other are linked where no data flows: the steps that come before
  /// one stay the same, the order of asking them for a name does not.
  static let maximumUnits = 400

  /// The order of units in a notebook where nothing refers to others is that of the tags.
  init(_ outline: NotebookOutline, _ facts: ChunkedUnitArray<UnitFacts>) {
    guard outline.units.contains(where: \.isNotebook) else { return }
    addDataLinks(facts)
    let isNotebook = outline.units.mapValues(\.isNotebook)
    if isNotebook.count > Self.maximumUnits { linkNeighbours(isNotebook) } else { linkAll(isNotebook) }
  }

  private mutating func addDataLinks(_ facts: ChunkedUnitArray<UnitFacts>) {
    let wanted = facts.reduce(into: Set<String>()) { $0.formUnion($1.kale.wanted) }
    var producers: [String: [UnitIndex]] = [:]
    for (unit, facts) in facts.indexed {
      for name in facts.kale.made(among: wanted).excluding(facts.kale.wanted) {
        producers[name, default: []].append(unit)
      }
    }
    for (unit, facts) in facts.indexed {
      for name in facts.kale.wanted.sorted() {
        guard let producers = producers[name] else { continue }
        if producers.count == 1 {
          links.append(Link(unit: unit, previous: producers[0], name: name))
        } else {
          let contest = Contest(name: name, unit: unit, producers: producers)
          contests.append(contest)
          if let producer = contest.chosen { links.append(Link(unit: unit, previous: producer, name: name)) }
        }
      }
    }
  }

  private mutating func linkAll(_ isNotebook: UnitArray<Bool>) {
    for upper in isNotebook.indices {
      for lower in isNotebook.indices[upper...].dropFirst() where !isNotebook[upper] || !isNotebook[lower] {
        links.append(Link(unit: lower, previous: upper))
      }
    }
  }

  private mutating func linkNeighbours(_ isNotebook: UnitArray<Bool>) {
    var step: UnitIndex?
    var notebooksBelow: [UnitIndex] = []
    for unit in isNotebook.indices {
      if let step { links.append(Link(unit: unit, previous: step)) }
      if isNotebook[unit] {
        notebooksBelow.append(unit)
      } else {
        links += notebooksBelow.map { Link(unit: unit, previous: $0) }
        (step, notebooksBelow) = (unit, [])
      }
    }
  }
}
