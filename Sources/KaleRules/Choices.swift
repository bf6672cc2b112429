import KaleAnalysis

extension [String] {
  /// The question whether one of some texts was meant, each in backquotes: "Did you mean `a`, `b` or `c`?"; nil where there
  /// is none.
  var didYouMean: String? {
    guard let last = self.last else { return nil }
    let others = dropLast().map { "`\($0)`" }.joined(separator: ", ")
    return others.isEmpty ? "Did you mean `\(last)`?" : "Did you mean \(others) or `\(last)`?"
  }
}
