/// The order of the slots in their layers.
enum LayerOrdering {
  /// How often the layers are gone through at most, down and up in turn.
  private static let mostSweeps = 8
  /// How many slots and links are gone through, all in all, before large graphs stay as they are.
  private static let effort = 500_000

  /// Orders each layer by the barycenters of its neighbors, and keeps the order with the fewest crossings.
  static func arrange(_ layers: inout [[Int]], _ slots: [LayeredGraph.Slot]) {
    var positions = Array(repeating: 0, count: slots.count)
    for layer in layers { note(layer, in: &positions) }
    let size = slots.reduce(1) { $0 + 1 + $1.below.count }
    var best = layers
    var fewest = crossingCount(layers, slots, positions)
    for sweep in 0..<min(mostSweeps, effort / size) where fewest > 0 {
      let isDownward = sweep.isMultiple(of: 2)
      let indices = isDownward ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
      for index in indices {
        sort(&layers[index], positions) { isDownward ? slots[$0].above : slots[$0].below }
        note(layers[index], in: &positions)
      }
      let count = crossingCount(layers, slots, positions)
      if count < fewest { (best, fewest) = (layers, count) }
    }
    layers = best
  }

  private static func note(_ layer: [Int], in positions: inout [Int]) {
    for (position, slot) in layer.enumerated() { positions[slot] = position }
  }

  /// A slot without neighbors keeps its place, as far as the others let it.
  private static func sort(_ layer: inout [Int], _ positions: [Int], by neighbors: (Int) -> [Int]) {
    let keys = layer.map { slot -> (slot: Int, center: Double) in
      let neighbors = neighbors(slot)
      if neighbors.isEmpty { return (slot, Double(positions[slot])) }
      return (slot, Double(neighbors.reduce(0) { $0 + positions[$1] }) / Double(neighbors.count))
    }
    layer = keys.sorted {
      ($0.center, positions[$0.slot]) < ($1.center, positions[$1.slot])
    }.map(\.slot)
  }

  private static func crossingCount(
    _ layers: [[Int]], _ slots: [LayeredGraph.Slot], _ positions: [Int]
  ) -> Int {
    zip(layers, layers.dropFirst()).reduce(0) { count, pair in
      count
        + inversionCount(
          pair.0.flatMap { slot in slots[slot].below.map { positions[$0] }.sorted() },
          pair.1.count)
    }
  }

  /// The number of pairs in a list of numbers below `limit` of which the first is greater; two links cross where their ends
  /// are such a pair.
  private static func inversionCount(_ numbers: [Int], _ limit: Int) -> Int {
    // A Fenwick tree holds how many numbers up to each have been seen.
    var tree = Array(repeating: 0, count: limit + 1)
    var inversions = 0
    for (seen, number) in numbers.enumerated() {
      var notGreater = 0
      var index = number + 1
      while index > 0 {
        notGreater += tree[index]
        index -= index & -index
      }
      inversions += seen - notGreater
      index = number + 1
      while index <= limit {
        tree[index] += 1
        index += index & -index
      }
    }
    return inversions
  }
}
