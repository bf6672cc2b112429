/// The horizontal lines between two layers of a drawing in text.
///
/// What leaves one slot is one *net*: a line down from its exit, a horizontal line, and lines down to where it enters the
/// next layer. Horizontal lines are in tracks, one below the other.
struct ChannelRouting {
  struct Net {
    /// The slot above.
    var slot: Int
    /// The column in which it leaves the upper layer.
    var exit: Int
    /// The columns in which it enters the lower layer.
    var entries: [Int]
    /// The row of its horizontal line, from 0; nil if it is straight.
    var track: Int?

    fileprivate var isStraight: Bool { entries.allSatisfy { $0 == exit } }
    /// The columns that the horizontal line takes.
    var columns: ClosedRange<Int> {
      entries.reduce(exit...exit) { min($0.lowerBound, $1)...max($0.upperBound, $1) }
    }
  }

  private(set) var nets: [Net]
  private(set) var trackCount = 0

  /// Gives each net a track in which no other net is in its way.
  init(_ nets: [Net]) {
    self.nets = nets
    var taken: [[ClosedRange<Int>]] = []
    for (index, lowest) in Self.order(nets) {
      guard !nets[index].isStraight else { continue }
      let columns = nets[index].columns
      var track = min(lowest(self.nets), taken.count)
      while track < taken.count, taken[track].contains(where: { Self.touch($0, columns) }) { track += 1 }
      if track == taken.count { taken.append([]) }
      taken[track].append(columns)
      self.nets[index].track = track
    }
    trackCount = taken.count
  }

  private static func touch(_ left: ClosedRange<Int>, _ right: ClosedRange<Int>) -> Bool {
    left.lowerBound <= right.upperBound + 1 && right.lowerBound <= left.upperBound + 1
  }

  /// The nets in an order in which each comes after those that have to be above it, with the first track below these.
  ///
  /// Where a net enters in the column in which another leaves, the other's horizontal line has to be above, or the two
  /// lines would be one. Nets that wait for each other come in any order.
  private static func order(_ nets: [Net]) -> [(index: Int, lowestTrack: ([Net]) -> Int)] {
    var leaving: [Int: Int] = [:]
    for (index, net) in nets.enumerated() { leaving[net.exit] = index }
    let above = nets.enumerated().map { index, net in
      Set(net.entries.compactMap { leaving[$0] }).subtracting([index]).sorted()
    }
    var order: [Int] = []
    var isSeen = Array(repeating: false, count: nets.count)
    for root in nets.indices where !isSeen[root] {
      isSeen[root] = true
      var stack = [(index: root, next: 0)]
      while let (index, next) = stack.last {
        if next == above[index].count {
          order.append(index)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let other = above[index][next]
        if !isSeen[other] {
          isSeen[other] = true
          stack.append((other, 0))
        }
      }
    }
    return order.map { index in
      (index, { placed in (above[index].compactMap { placed[$0].track }.max() ?? -1) + 1 })
    }
  }
}
