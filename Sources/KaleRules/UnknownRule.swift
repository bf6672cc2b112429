import KaleAnalysis

/// A selector that matches no rule.
package struct UnknownRule: Error, Sendable, Hashable {
  /// The selector, as written.
  package let text: String
  /// The rules with the most similar names; none if no name is similar.
  package let suggestions: [String]

  /// What is wrong and how to fix it.
  package var message: String {
    let remedy = suggestions.didYouMean ?? "Run `kale-lsp rules` to list all rules."
    return "Unknown rule `\(text)`. \(remedy)".withShortQuotes
  }
}
