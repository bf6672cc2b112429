/// Finds the first of many numbers outside of a range without looking at each: a tree of minima and maxima.
struct RangeSearch {
  /// The number of leaves of the tree: a power of two.
  private let width: Int
  private let count: Int
  /// The minimum and maximum below each node: the root is node 1, the children of `n` are `2n` and `2n + 1`.
  private var least: [Int]
  private var greatest: [Int]

  /// Prepares a search of numbers by their indices.
  init(_ numbers: [Int]) {
    var width = 1
    while width < numbers.count { width *= 2 }
    (self.width, count) = (width, numbers.count)
    least = Array(repeating: .max, count: 2 * width)
    greatest = Array(repeating: .min, count: 2 * width)
    for (index, number) in numbers.enumerated() {
      least[width + index] = number
      greatest[width + index] = number
    }
    for node in stride(from: width - 1, to: 0, by: -1) {
      least[node] = min(least[2 * node], least[2 * node + 1])
      greatest[node] = max(greatest[2 * node], greatest[2 * node + 1])
    }
  }

  /// Returns the first index, from `start` on, of a number outside of a range; nil if there is none.
  func first(from start: Int, outside range: ClosedRange<Int>) -> Int? {
    first(below: 1, firstLeaf: 0, leafCount: width, from: start, outside: range)
  }

  private func first(
    below node: Int, firstLeaf: Int, leafCount: Int, from start: Int, outside range: ClosedRange<Int>
  ) -> Int? {
    let isInside = least[node] >= range.lowerBound && greatest[node] <= range.upperBound
    if firstLeaf + leafCount <= start || firstLeaf >= count || isInside { return nil }
    if leafCount == 1 { return firstLeaf }
    let half = leafCount / 2
    return first(below: 2 * node, firstLeaf: firstLeaf, leafCount: half, from: start, outside: range)
      ?? first(
        below: 2 * node + 1, firstLeaf: firstLeaf + half, leafCount: half, from: start, outside: range)
  }
}
