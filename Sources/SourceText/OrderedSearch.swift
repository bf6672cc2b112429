extension RandomAccessCollection {
  /// Finds the first element for which a condition holds, by halving.
  ///
  /// - Parameter condition: It holds for all elements after one for which it holds.
  /// - Returns: The index of the element, or `endIndex` if no element satisfies the condition.
  @inlinable
  package func partitioningIndex(where condition: (Element) throws -> Bool) rethrows -> Index {
    var (start, count) = (startIndex, count)
    while count > 0 {
      let half = count / 2
      let middle = index(start, offsetBy: half)
      if try condition(self[middle]) {
        count = half
      } else {
        start = index(after: middle)
        count -= half + 1
      }
    }
    return start
  }
}
