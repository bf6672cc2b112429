/// The problems for which a release of Kale rejects notebooks, by the names of the rules that report them.
///
/// `Finding.kale` decides for each finding; this is about all findings of a rule, as the rule's page says it.
package struct Rejections: Sendable, Hashable {
  /// Whether Kale rejects notebooks with a problem.
  package enum Verdict: Sendable, Hashable {
    case always, sometimes, never
  }

  /// The rules whose every finding Kale rejects the notebook for.
  package let always: Set<String>
  /// The rules that also report problems that Kale accepts.
  package let sometimes: Set<String>

  /// Returns the verdict on what a rule reports.
  package func verdict(onRuleNamed name: String) -> Verdict {
    if sometimes.contains(name) { return .sometimes }
    return always.contains(name) ? .always : .never
  }
}
