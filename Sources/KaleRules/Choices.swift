import KaleAnalysis

extension [String] {
  /// A question that offers the strings, each in backticks: "Did you mean `a`, `b` or `c`?"; nil if there are none.
  var didYouMean: String? {
    guard let last = self.last else { return nil }
    let others = dropLast().map { "`\($0)`" }.joined(separator: ", ")
    return others.isEmpty ? "Did you mean `\(last)`?" : "Did you mean \(others) or `\(last)`?"
  }
}

extension [String] {
  /// The strings in backticks, as a list: "`a`, `b` and `c`". Of many, the first few.
  var enumeration: String {
    guard let last else { return "" }
    if count == 1 { return "`\(last)`" }
    let shown = prefix(Self.mostShown - 1)
    let rest = count > Self.mostShown ? "\(count - shown.count) other names" : "`\(last)`"
    let listed = count > Self.mostShown ? Array(shown) : Array(dropLast())
    return (listed.map { "`\($0)`" } + [rest]).inWords
  }

  /// The strings as a list in a sentence: "a, b and c".
  var inWords: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }

  private static let mostShown = 4
}
