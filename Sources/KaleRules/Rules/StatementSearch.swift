import PythonSyntax
import SourceText

extension [StatementFact] {
  /// The last statement that starts at a place or before it; the statements are in order.
  func last(startingUpTo place: Int) -> StatementFact? {
    lastInOrder { $0.range.lowerBound <= place }
  }
}

extension [Range<Int>] {
  /// The last range that starts at a place or before it; the ranges are in order.
  func last(startingUpTo place: Int) -> Range<Int>? { lastInOrder { $0.lowerBound <= place } }
}

extension Array {
  /// The last element for which a condition holds that holds for all elements before it.
  fileprivate func lastInOrder(where condition: (Element) -> Bool) -> Element? {
    prefix(upTo: partitioningIndex { !condition($0) }).last
  }
}
