import KaleAnalysis

/// A name that no rule has.
package struct UnknownRule: Error, Sendable, Hashable {
  package let text: String
  /// The rules that were most likely meant; several where they resemble the text alike, none where none does.
  package let suggestions: [String]

  /// What is wrong and what to do, in sentences.
  package var message: String {
    let remedy = suggestions.didYouMean ?? "`kale-lsp rules` lists them."
    return "There is no rule `\(text)`. \(remedy)".withShortQuotes
  }
}
