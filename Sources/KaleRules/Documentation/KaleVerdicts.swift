/// What Kale does with a notebook for which a rule reports a problem, as the rule's page says it.
///
/// `Finding.kale` decides for each finding; a page is about all findings of its rule.
package enum KaleVerdicts {
  /// Whether Kale rejects notebooks with a problem.
  package enum Verdict: Sendable {
    case always, sometimes, never
  }

  /// The verdict for a rule.
  package static func verdict(for rule: RuleDescription) -> Verdict {
    if sometimes.contains(rule.name) { return .sometimes }
    return always.contains(rule.name) ? .always : .never
  }

  /// The rules whose every finding Kale rejects the notebook for.
  private static let always: Set = [
    "border-name", "composition-cycle", "cycle", "cyclic-notebook", "duplicate-name",
    "foreign-tag", "invalid-json", "invalid-metric", "invalid-notebook-name", "ipython-syntax",
    "malformed-annotation", "malformed-cache", "malformed-image", "malformed-label", "malformed-limit",
    "malformed-notebook", "malformed-report", "malformed-secret", "metric-comment", "missing-configuration",
    "missing-notebook-path", "multiple-steps", "nested-notebook", "non-string-tag", "old-block-tag",
    "orphaned-code", "percent-line", "previous-step-later", "reference-with-code", "self-dependency",
    "shared-variable", "signed-parameter", "tag-without-step", "unknown-configuration",
    "unknown-previous-step",
    "unknown-tag", "unreadable-notebook", "unsupported-format", "unsupported-function-syntax",
  ]

  /// The rules that also report problems that Kale accepts.
  private static let sometimes: Set = [
    "crashing-steps-default", "duplicate-tag", "empty-name", "invalid-configuration", "invalid-parameter",
    "invalid-step-name", "metrics-not-last", "refused-notebook", "syntax-error",
  ]
}
