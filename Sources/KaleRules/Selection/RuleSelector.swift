import KaleAnalysis

/// What a person writes for one rule or several: a name, a code, or the front of codes, as in `KALE2`.
package struct RuleSelector: Sendable, Hashable {
  /// As it was written.
  package let text: String
  /// The codes of the rules it means, at least one.
  package let codes: Set<String>
  /// Whether it means fewer rules on purpose: a name or a whole code is more exact than the front of one.
  let exactness: Int

  /// Reads a selector; upper and lower case are the same.
  package init(_ text: String) throws(UnknownRule) {
    self.text = text
    if let rule = RuleCatalogue.rule(named: text.lowercased()) {
      codes = [rule.description.code]
      exactness = .max
      return
    }
    let front = text.uppercased()
    guard front.hasPrefix(Self.codeWord), front.utf8.count <= Self.codeLength else { throw UnknownRule(text) }
    let codes = RuleCatalogue.rules.map { $0.description.code }.filter { $0.hasPrefix(front) }
    guard !codes.isEmpty else { throw UnknownRule(text) }
    self.codes = Set(codes)
    exactness = front.utf8.count
  }

  /// What every code starts with.
  private static let codeWord = "KALE"
  private static let codeLength = RuleCatalogue.rules.map { $0.description.code.utf8.count }.max() ?? 0
}

/// A name that no rule has.
package struct UnknownRule: Error, Sendable, Hashable {
  package let text: String
  /// The rules that were most likely meant; several where they resemble the text alike, none where none does.
  package let suggestions: [String]

  /// The error about `text`, with the rules that it resembles.
  package init(_ text: String) {
    self.text = text
    suggestions = TagSuggestion.nearestNames(
      to: text.lowercased(), among: RuleCatalogue.rules.map { $0.description.name })
  }

  /// What is wrong and what to do, in sentences.
  package var message: String {
    let remedy = suggestions.didYouMean ?? "`kale-lsp rules` lists them."
    return "There is no rule `\(text)`. \(remedy)".withShortQuotes
  }
}
