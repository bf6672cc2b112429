/// Where the slots of a layered graph are from left to right, in whatever unit the boxes are measured.
///
/// Slots keep their order and their distances. Within these, each is as near as possible to the mean of what it is linked
/// to, in the sense of least squares.
struct LayeredLayout {
  /// What is known of a node's box.
  struct Box {
    var width: Int
    /// Where edges leave, from the left end of the box.
    var exit: Int
    /// For each edge that leads into the node from above, where it enters.
    var entries: [Int: Int]
  }

  /// For each slot its left end.
  private(set) var left: [Int]
  /// The width of the whole.
  private(set) var width = 0

  private let graph: LayeredGraph
  private let boxes: [Box]
  private let gap: Int
  /// The right end of what may be used.
  private var limit: Int
  /// For each link the places where it enters the lower slot, from its left end.
  private var entries: [LayeredGraph.Edge: [Int]] = [:]

  private static let mostSweeps = 10
  /// How many slots and links are gone through, all in all, before large graphs stay as they are.
  private static let effort = 1_000_000

  /// Lays out a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - boxes: For each node its box.
  ///   - gap: The smallest distance between two slots of a layer.
  ///   - widest: The width that is used at most, unless a layer needs more.
  init(_ graph: LayeredGraph, boxes: [Box], gap: Int, widest: Int = .max) {
    self.graph = graph
    self.boxes = boxes
    self.gap = gap
    limit = widest
    left = Array(repeating: 0, count: graph.slots.count)
    for (edge, route) in graph.routes.enumerated() {
      entries[LayeredGraph.Edge(from: route.last, to: route.lower), default: []]
        .append(boxes[route.lower].entries[edge] ?? 0)
    }
    let widths = graph.layers.map(packedWidth)
    let narrowest = widths.max() ?? 0
    limit = max(widest, narrowest)
    for (layer, width) in zip(graph.layers, widths) { pack(layer, from: (narrowest - width) / 2) }
    let size = graph.slots.reduce(1) { $0 + 1 + $1.below.count }
    for sweep in 0..<min(Self.mostSweeps, Self.effort / size) {
      if sweep.isMultiple(of: 2) {
        for layer in graph.layers.dropFirst() { place(layer, at: layer.map(placeBelowNeighbors)) }
      } else {
        for layer in graph.layers.dropLast().reversed() { place(layer, at: layer.map(placeAboveNeighbors)) }
      }
    }
    let first = left.min() ?? 0
    for slot in left.indices { left[slot] -= first }
    width = left.indices.map { left[$0] + self.width(of: $0) }.max() ?? 0
  }

  /// Where edges leave a slot.
  func exit(of slot: Int) -> Int { left[slot] + exitOffset(of: slot) }

  /// Where an edge enters its lower end.
  func entry(of edge: Int) -> Int {
    let node = graph.routes[edge].lower
    return left[node] + (boxes[node].entries[edge] ?? 0)
  }

  /// Where the links of an upper slot enter a lower one.
  func entries(from upper: Int, into lower: Int) -> [Int] {
    let offsets = graph.slots[lower].isWaypoint ? [0] : entries[.init(from: upper, to: lower)] ?? []
    return offsets.map { left[lower] + $0 }
  }

  private func width(of slot: Int) -> Int { graph.slots[slot].isWaypoint ? 1 : boxes[slot].width }

  private func exitOffset(of slot: Int) -> Int { graph.slots[slot].isWaypoint ? 0 : boxes[slot].exit }

  private func packedWidth(of layer: [Int]) -> Int {
    layer.reduce(-gap) { $0 + width(of: $1) + gap }
  }

  private mutating func pack(_ layer: [Int], from start: Int) {
    var position = start
    for slot in layer {
      left[slot] = position
      position += width(of: slot) + gap
    }
  }

  // MARK: - Placing

  private func placeBelowNeighbors(_ slot: Int) -> Double? {
    mean(
      graph.slots[slot].above.flatMap { upper in
        entries(from: upper, into: slot).map { exit(of: upper) - ($0 - left[slot]) }
      })
  }

  private func placeAboveNeighbors(_ slot: Int) -> Double? {
    mean(
      graph.slots[slot].below.flatMap { lower in
        entries(from: slot, into: lower).map { $0 - exitOffset(of: slot) }
      })
  }

  private func mean(_ values: [Int]) -> Double? {
    values.isEmpty ? nil : Double(values.reduce(0, +)) / Double(values.count)
  }

  /// A run of slots that touch: the mean of where they would be, each without the slots before it.
  private struct Run {
    var total: Double
    var weight: Double
    var count: Int
    var mean: Double { total / weight }
  }

  /// Moves the slots of a layer to where they would be, or as near as the others let them: an isotonic regression, by
  /// pooling adjacent violators.
  private mutating func place(_ layer: [Int], at desired: [Double?]) {
    var offset = 0
    var offsets: [Int] = []
    var runs: [Run] = []
    for (slot, place) in zip(layer, desired) {
      // A waypoint that is moved bends an edge; a slot without neighbors follows the others.
      let weight = graph.slots[slot].isWaypoint ? 2.0 : 1.0
      let run = Run(
        total: ((place ?? Double(left[slot])) - Double(offset)) * (place == nil ? 0.01 : weight),
        weight: place == nil ? 0.01 : weight, count: 1)
      runs.append(run)
      while let last = runs.last, runs.count > 1, runs[runs.count - 2].mean > last.mean {
        runs.removeLast()
        runs[runs.count - 1].total += last.total
        runs[runs.count - 1].weight += last.weight
        runs[runs.count - 1].count += last.count
      }
      offsets.append(offset)
      offset += width(of: slot) + gap
    }
    // Within the limits the order and the distances stay.
    let last = max(limit - (offset - gap), 0)
    var index = 0
    for run in runs {
      for _ in 0..<run.count {
        let place = Int(run.mean.rounded())
        left[layer[index]] = offsets[index] + (limit == .max ? place : min(max(place, 0), last))
        index += 1
      }
    }
  }
}
