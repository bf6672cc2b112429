import KaleAnalysis

/// One thing that can be wrong with a Kale notebook: a file of `Rules/` each.
///
/// A rule is stateless: it checks a part of one snapshot and reports what it finds. Its scope decides how large that part is:
/// each rule is a `CellRule`, a `StepRule` or a `NotebookRule`, the narrowest that is enough. Its examples are its tests and
/// its page of documentation.
package protocol Rule: Sendable {
  /// The description of the rule, which needs no notebook.
  static var description: RuleDescription { get }
}

/// The description of a rule.
package struct RuleDescription: Sendable, Hashable {
  /// The stable code, `KALE001`.
  package let code: String
  /// The stable name, `unknown-tag`.
  package let name: String
  /// The severity of its findings, unless they set their own.
  package let severity: Finding.Severity
  /// Whether its findings concern Kale's own pipeline alone: they are warnings, and errors in a strict selection.
  package var concernsKaleAlone = false
  /// What `--fix` may do about its findings.
  package var fix = RuleFix.none
  /// One line: what is wrong.
  package let summary: String
  /// Why it matters, and what Kale does with it.
  package let rationale: String
  /// The reason why its findings, or some of them, have no fix; nil if each has one.
  package var whyNoFix: String?
  /// Notebooks with and without the rule's findings, which are its tests and the examples on its page.
  package let examples: RuleExamples

  /// The URL of the rule's page of documentation.
  package var documentationURL: String { "\(Self.documentationRoot)/rules/\(name).md" }

  /// The folder of the documentation on the web.
  static let documentationRoot = "https://github.com/kale-lsp/kale-lsp/blob/main/docs"

  package static func == (left: RuleDescription, right: RuleDescription) -> Bool { left.code == right.code }

  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Small notebooks that show what a rule finds, written as `ExampleNotebook` of the test support reads them.
package struct RuleExamples: Sendable {
  /// Notebooks with a finding at each marked place and nowhere else.
  package let triggering: [String]
  /// Notebooks without a finding of the rule.
  package let nonTriggering: [String]
  /// What the first fix of the first finding makes of a notebook, before and after; empty for a rule
  /// without fixes.
  package let fixes: [(before: String, after: String)]

  /// Creates examples; without `fixes`, those of a rule that has none.
  package init(
    triggering: [String], nonTriggering: [String], fixes: [(before: String, after: String)] = []
  ) {
    self.triggering = triggering
    self.nonTriggering = nonTriggering
    self.fixes = fixes
  }
}
