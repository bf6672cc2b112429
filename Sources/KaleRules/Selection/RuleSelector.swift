import KaleAnalysis

/// A selector for one or more rules: a name, a code, or a code prefix, as in `KALE2`.
package struct RuleSelector: Sendable, Hashable {
  /// The selector as written.
  package let text: String
  /// The codes of the selected rules, at least one.
  package let codes: Set<String>
  /// How specific the selector is: a name or a whole code is more specific than a prefix.
  let exactness: Int

  /// Reads a selector.
  ///
  /// - Parameter text: A name, a code or a code prefix. Case does not matter.
  /// - Throws: ``UnknownRule`` if the selector matches no rule.
  package init(_ text: String) throws(UnknownRule) {
    self.text = text
    if let rule = RuleCatalogue.rule(named: text.lowercased()) {
      codes = [rule.description.code]
      exactness = .max
      return
    }
    let front = text.uppercased()
    guard front.hasPrefix(Self.codeWord), front.utf8.count <= Self.codeLength else {
      throw Self.unknown(text)
    }
    let codes = RuleCatalogue.rules.map { $0.description.code }.filter { $0.hasPrefix(front) }
    guard !codes.isEmpty else { throw Self.unknown(text) }
    self.codes = Set(codes)
    exactness = front.utf8.count
  }

  /// Returns what is wrong with a selector; nil for one that means a rule.
  static func error(about text: String) -> UnknownRule? {
    do throws(UnknownRule) {
      _ = try RuleSelector(text)
      return nil
    } catch {
      return error
    }
  }

  /// The prefix of every code.
  private static let codeWord = "KALE"
  private static let codeLength = RuleCatalogue.rules.map { $0.description.code.utf8.count }.max() ?? 0

  /// The error about a selector, with the rules whose names are similar.
  package static func unknown(_ text: String) -> UnknownRule {
    UnknownRule(
      text: text,
      suggestions: SpellingSuggestion.nearestNames(
        to: text.lowercased(), among: RuleCatalogue.rules.map { $0.description.name }))
  }
}
