import NotebookModel

/// The order that `prev:` tags give the units of a notebook.
package struct StepGraph: Sendable {
  /// A `prev:` tag of a unit's defining cell.
  package struct Edge: Sendable, Hashable {
    /// The unit that names the other.
    package var unit: UnitIndex
    /// The unit that the tag names; nil if no unit has the name.
    package var previous: UnitIndex?
    /// The name in the tag, whether or not it exists.
    package var name: String
    /// The tag's index in the list of the defining cell.
    package var tag: TagIndex
  }

  /// Every `prev:` tag that Kale reads, in the order of the notebook.
  package let edges: [Edge]
  /// For each unit the units it runs after, each once, in the order of its tags.
  package let previous: UnitArray<[UnitIndex]>
  /// For each unit the units that run after it, each once.
  package let next: UnitArray<[UnitIndex]>
  /// The units in topological order, generation by generation as Kale sorts them. Units on a cycle, and those
  /// after one, come last, in the order of the notebook.
  package let order: [UnitIndex]
  /// Each group of units that reach each other, of two units at least, in the order of the notebook.
  package let cycles: [[UnitIndex]]
  /// For each unit the units it runs after, each once, sorted by name.
  private let previousByName: UnitArray<[UnitIndex]>
  /// The units that no unit runs after, sorted by name.
  private let leaves: [UnitIndex]

  /// Whether no unit runs after itself, directly or through others.
  package let isAcyclic: Bool
  /// The edges that do not lead to a unit further up: to the unit itself, to one further down, or to none.
  package let irregularEdges: [Edge]
  /// For each unit the indices of its tags in `edges`.
  private let edgesOfUnits: UnitArray<Range<Int>>
  /// For each unit whether one above it runs after it or after one below it; empty where none does.
  private let overtaken: UnitArray<Bool>

  /// Whether every unit runs after units above it alone.
  package var leadsUp: Bool { overtaken.isEmpty }

  /// Determines whether a unit can run after one further up without a cycle. If that would take long, the answer is no.
  package func canRun(_ unit: UnitIndex, after other: UnitIndex) -> Bool {
    // A way from a unit above this one to it has to lead down past it somewhere.
    guard !leadsUp, overtaken[unit] else { return true }
    var seen: Set<UnitIndex> = [other]
    var waiting = [other]
    while let next = waiting.popLast() {
      for unitBefore in previous[next] where seen.insert(unitBefore).inserted {
        guard unitBefore != unit, seen.count <= Self.longestWalk else { return false }
        waiting.append(unitBefore)
      }
    }
    return true
  }

  /// So many units are looked at before one is taken to be on a cycle.
  private static let longestWalk = 500

  /// The `prev:` tags of a unit.
  package func edges(of unit: UnitIndex) -> ArraySlice<Edge> { edges[edgesOfUnits[unit]] }

  init(outline: NotebookOutline, _ readings: ChunkedCellArray<CellReading>, composition: CompositionOrder) {
    var edges: [Edge] = []
    var edgesOfUnits: UnitArray<Range<Int>> = []
    var order = UnitOrder(count: outline.units.count)
    for (index, unit) in outline.units.indexed {
      let first = edges.count
      defer { edgesOfUnits.append(first..<edges.count) }
      for reference in unit.isNotebook ? [] : readings[unit.definition].tags.previous {
        let target = outline.unit(named: reference.name)
        edges.append(Edge(unit: index, previous: target, name: reference.name, tag: reference.tag))
        if let target { order.put(index, after: target) }
      }
    }
    for link in composition.links { order.put(link.unit, after: link.previous) }
    let (previous, next) = (order.previous, order.next)
    self.edges = edges
    self.previous = previous
    self.next = next
    self.order = Self.topologicalOrder(previous: previous, next: next)
    self.edgesOfUnits = edgesOfUnits
    overtaken = Self.overtakenUnits(previous: previous)
    irregularEdges = edges.filter { edge in edge.previous.map { $0 >= edge.unit } ?? true }
    // Where every edge leads up the notebook, none is on a cycle.
    let mayHaveCycles = !composition.links.isEmpty || !irregularEdges.isEmpty
    cycles = mayHaveCycles ? Self.cycles(next: next) : []
    isAcyclic = cycles.isEmpty && !irregularEdges.contains { $0.unit == $0.previous }
    let names = outline.units.mapValues(\.name)
    previousByName = previous.mapValues { $0.sorted { names[$0] < names[$1] } }
    leaves = next.indices.filter { next[$0].isEmpty }.sorted { names[$0] < names[$1] }
  }

  /// The units in topological order, generation by generation, each sorted by name: the same wherever they are in the
  /// notebook.
  package func order(byName names: UnitArray<String>) -> [UnitIndex] {
    var generation = UnitArray(repeating: 0, count: previous.count)
    for unit in order { generation[unit] = (previous[unit].map { generation[$0] }.max() ?? -1) + 1 }
    return isAcyclic ? order.sorted { (generation[$0], names[$0]) < (generation[$1], names[$1]) } : order
  }

  /// The units a unit runs after, however far, nearest first; each layer sorted by name, as Kale visits them. They
  /// are found as they are asked for, since most visits end soon.
  package func ancestors(of unit: UnitIndex) -> Ancestors {
    Ancestors(previousByName, start: [unit], isStartIncluded: false)
  }

  /// All units that some unit runs after or that are the last themselves, from the end of the graph backwards.
  var unitsFromTheEnd: Ancestors { Ancestors(previousByName, start: leaves, isStartIncluded: true) }

  /// A breadth-first walk against the direction of the edges.
  package struct Ancestors: Sequence, IteratorProtocol {
    private let previous: UnitArray<[UnitIndex]>
    private var queue: [UnitIndex]
    private var expanded = 0
    private var given: Int
    private var isSeen: UnitArray<Bool>

    fileprivate init(_ previous: UnitArray<[UnitIndex]>, start: [UnitIndex], isStartIncluded: Bool) {
      self.previous = previous
      queue = start
      given = isStartIncluded ? 0 : start.count
      // Where the walk starts from a unit, a cycle may lead back to it; Kale then counts it as its own ancestor.
      isSeen = UnitArray(repeating: false, count: previous.count)
      if isStartIncluded { for unit in start { isSeen[unit] = true } }
    }

    package mutating func next() -> UnitIndex? {
      while given >= queue.count {
        guard expanded < queue.count else { return nil }
        let unit = queue[expanded]
        expanded += 1
        for other in previous[unit] where !isSeen[other] {
          isSeen[other] = true
          queue.append(other)
        }
      }
      given += 1
      return queue[given - 1]
    }
  }

  private static func overtakenUnits(previous: UnitArray<[UnitIndex]>) -> UnitArray<Bool> {
    var depth = Array(repeating: 0, count: previous.count + 1)
    for (unit, others) in previous.indexed {
      for other in others where other > unit {
        depth[unit.position + 1] += 1
        depth[other.position + 1] -= 1
      }
    }
    guard depth.contains(where: { $0 != 0 }) else { return [] }
    var current = 0
    return UnitArray(
      depth.dropLast().map { change in
        current += change
        return current > 0
      })
  }

  private static func cycles(next: UnitArray<[UnitIndex]>) -> [[UnitIndex]] {
    StronglyConnectedComponents.find(next: next.map { $0.map(\.position) })
      .filter { $0.count > 1 }.map { $0.map { UnitIndex($0) } }
  }

  private static func topologicalOrder(
    previous: UnitArray<[UnitIndex]>, next: UnitArray<[UnitIndex]>
  ) -> [UnitIndex] {
    var waiting = previous.mapValues(\.count)
    var generation = waiting.indices.filter { waiting[$0] == 0 }
    var order: [UnitIndex] = []
    while !generation.isEmpty {
      var following: [UnitIndex] = []
      for unit in generation {
        for successor in next[unit] {
          waiting[successor] -= 1
          if waiting[successor] == 0 { following.append(successor) }
        }
      }
      order += generation
      generation = following
    }
    let sorted = Set(order)
    return order + previous.indices.filter { !sorted.contains($0) }
  }
}

/// Which unit runs after which, each pair once.
private struct UnitOrder {
  private(set) var previous: UnitArray<[UnitIndex]>
  private(set) var next: UnitArray<[UnitIndex]>
  private var pairs: Set<Int> = []

  init(count: Int) {
    previous = UnitArray(repeating: [], count: count)
    next = previous
  }

  mutating func put(_ unit: UnitIndex, after target: UnitIndex) {
    guard pairs.insert(unit.position * previous.count + target.position).inserted else { return }
    previous[unit].append(target)
    next[target].append(unit)
  }
}
