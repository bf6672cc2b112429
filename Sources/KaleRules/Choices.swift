import KaleAnalysis

extension [String] {
  /// A question that offers the texts, each in backticks: "Did you mean `a`, `b` or `c`?"; nil if there are none.
  var didYouMean: String? {
    guard let last = self.last else { return nil }
    let others = dropLast().map { "`\($0)`" }.joined(separator: ", ")
    return others.isEmpty ? "Did you mean `\(last)`?" : "Did you mean \(others) or `\(last)`?"
  }
}
