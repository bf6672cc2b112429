import PythonSyntax

extension [StatementFact] {
  /// The last statement that starts at a place or before it; the statements are in order.
  func last(startingUpTo place: Int) -> StatementFact? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].range.lowerBound <= place { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? self[low - 1] : nil
  }
}
