import NotebookModel

/// The order that a pipeline needs, beside that of its `prev:` tags, to compute what the notebook computes.
///
/// An edge leads from a unit to a later one of the notebook that reads what the first changes, and there is one only where
/// no other way leads from one to the other. For files there is one too where the later unit writes the very file that the
/// first reads or writes.
package struct StepOrder: Sendable {
  /// Why a unit runs after another.
  package struct Reason: Sendable, Hashable {
    /// The state that both units use.
    package var item: StateItem
    /// Whether the earlier unit changes it. If not, it reads a file that the later one writes.
    package var isChange: Bool

    /// What the earlier unit does, with backquotes around code: "writes `subset.csv`".
    package var description: String { isChange ? item.change : "reads \(item.description)" }
  }

  /// A unit that runs after another although no tag says so.
  package struct Edge: Sendable, Hashable {
    /// The later unit.
    package var unit: UnitIndex
    /// The unit that it runs after.
    package var previous: UnitIndex
    /// The reasons why the step runs after the other, each once.
    package var reasons: [Reason]
  }

  /// The edges, by the later unit and then by the earlier one.
  package let edges: [Edge]
  /// The units in an order in which they can run, that of the notebook as far as `prev:` tags allow it.
  package let sequence: [UnitIndex]
  private let edgesOfUnits: UnitArray<[Edge]>
  /// For each unit the units that run after it by the edges here.
  let next: UnitArray<[UnitIndex]>

  /// The incoming edges of a unit.
  package func edges(of unit: UnitIndex) -> [Edge] { edgesOfUnits[unit] }

  init(_ uses: UnitArray<StateUse>, graph: StepGraph, seeds: [StateItem.Generator: Int]) {
    sequence = Self.sequence(of: graph)
    var edgesOfUnits = UnitArray<[Edge]>(repeating: [], count: uses.count)
    if graph.isAcyclic, uses.count <= Self.mostUnits {
      var search = DependencySearch(seeds: seeds)
      let candidates = sequence.map { search.dependencies(of: $0, uses[$0]) }
      if candidates.contains(where: { !$0.isEmpty }) {
        var ways = Ways(count: uses.count)
        for (unit, candidates) in zip(sequence, candidates) {
          for previous in graph.previous[unit] { ways.add(previous, before: unit) }
          edgesOfUnits[unit] = Self.edges(to: unit, candidates, &ways)
        }
      }
    }
    var next = UnitArray<[UnitIndex]>(repeating: [], count: uses.count)
    for edge in edgesOfUnits.joined() { next[edge.previous].append(edge.unit) }
    (self.edgesOfUnits, self.next) = (edgesOfUnits, next)
    edges = edgesOfUnits.flatMap { $0 }
  }

  /// Which unit runs after which takes memory in the square of their number.
  private static let mostUnits = 8192

  /// The edges that are left of some candidates, which are in the order of the sequence.
  private static func edges(to unit: UnitIndex, _ candidates: [Dependency], _ ways: inout Ways) -> [Edge] {
    var edges: [Edge] = []
    // The latest first, since the others may lead to it.
    for candidate in candidates.reversed() {
      if let place = edges.firstIndex(where: { $0.previous == candidate.previous }) {
        if !edges[place].reasons.contains(candidate.reason) { edges[place].reasons.append(candidate.reason) }
      } else if candidate.previous < unit, !ways.has(candidate.previous, before: unit) {
        ways.add(candidate.previous, before: unit)
        edges.append(Edge(unit: unit, previous: candidate.previous, reasons: [candidate.reason]))
      }
    }
    for place in edges.indices {
      edges[place].reasons.sort {
        ($0.item.description, $0.isChange ? 0 : 1) < ($1.item.description, $1.isChange ? 0 : 1)
      }
    }
    return edges.sorted { $0.previous < $1.previous }
  }

  /// The units in an order in which they can run; of those that can run the first of the notebook comes first. An edge that
  /// leads forward in it makes no cycle.
  private static func sequence(of graph: StepGraph) -> [UnitIndex] {
    if graph.leadsUp { return Array(graph.previous.indices) }
    var waiting = graph.previous.mapValues(\.count)
    var ready = PriorityQueue<UnitIndex>()
    for unit in waiting.indices where waiting[unit] == 0 { ready.insert(unit, at: unit.position) }
    var sequence: [UnitIndex] = []
    while let unit = ready.popFirst()?.element {
      sequence.append(unit)
      for next in graph.next[unit] {
        waiting[next] -= 1
        if waiting[next] == 0 { ready.insert(next, at: next.position) }
      }
    }
    return sequence
  }
}

/// Which units run before which, as a bit for each pair.
private struct Ways {
  private var words: [UInt64]
  private let width: Int

  init(count: Int) {
    width = (count + 63) / 64
    words = Array(repeating: 0, count: width * count)
  }

  func has(_ previous: UnitIndex, before unit: UnitIndex) -> Bool {
    words[unit.position * width + previous.position / 64] & (1 << UInt64(previous.position % 64)) != 0
  }

  /// Puts a unit, and all that runs before it, before another.
  mutating func add(_ previous: UnitIndex, before unit: UnitIndex) {
    let (from, to) = (previous.position * width, unit.position * width)
    for word in 0..<width { words[to + word] |= words[from + word] }
    words[to + previous.position / 64] |= 1 << UInt64(previous.position % 64)
  }
}
