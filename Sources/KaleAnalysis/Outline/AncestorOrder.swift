/// A unit and those that it runs after, in the order in which they are asked.
package struct AncestorOrder {
  /// The unit itself, then its ancestors, nearest first. On a cycle the unit is its own ancestor.
  let units: [UnitIndex]
  /// For each unit of the notebook its last place in `units`; -1 for those that are not asked.
  private let places: UnitArray<Int32>

  /// Collects the ancestors of a unit in `graph`.
  package init(of unit: UnitIndex, in graph: StepGraph) {
    let units = [unit] + graph.ancestors(of: unit)
    var places = UnitArray<Int32>(repeating: -1, count: graph.previous.count)
    for (place, unit) in units.enumerated() { places[unit] = Int32(truncatingIfNeeded: place) }
    (self.units, self.places) = (units, places)
  }

  /// Whether the unit runs after another.
  package func runs(after other: UnitIndex) -> Bool { places[other] > 0 }

  /// The first place from `start` on at which a unit is asked; nil where it is not.
  func place(of unit: UnitIndex, from start: Int) -> Int? {
    if start == 0, unit == units[0] { return 0 }
    let place = Int(places[unit])
    return place >= start && place >= 0 ? place : nil
  }
}

/// The orders that were asked for last: who asks for one mostly does so several times.
package struct AncestorOrders {
  private var latest: [(unit: UnitIndex, order: AncestorOrder)] = []

  private static let limit = 4

  /// No order yet.
  package init() {}

  /// The order in which a unit and its ancestors are asked.
  package mutating func order(of unit: UnitIndex, in graph: StepGraph) -> AncestorOrder {
    if let known = latest.first(where: { $0.unit == unit }) { return known.order }
    let order = AncestorOrder(of: unit, in: graph)
    if latest.count == Self.limit { latest.removeFirst() }
    latest.append((unit, order))
    return order
  }
}

/// Elements that are taken out in the order of their places.
struct PriorityQueue<Element> {
  private var heap: [(place: Int, element: Element)] = []

  mutating func insert(_ element: Element, at place: Int) {
    heap.append((place, element))
    var child = heap.count - 1
    while child > 0, case let parent = (child - 1) / 2, heap[child].place < heap[parent].place {
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popFirst() -> (place: Int, element: Element)? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return last }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].place < heap[least].place { least = child }
      }
      if least == parent { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
