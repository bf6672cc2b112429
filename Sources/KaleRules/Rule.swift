import KaleAnalysis

/// One thing that can be wrong with a Kale notebook: a file of `Rules/` each.
///
/// A rule is stateless: it reads the analysis of one snapshot and says what it finds. Its examples are its tests and
/// its page of documentation.
package protocol Rule: Sendable {
  static var description: RuleDescription { get }

  /// The findings in a notebook, in the order of the notebook.
  static func check(_ analysis: NotebookAnalysis) -> [Finding]

  /// The findings in a notebook where a person wants to see what `selection` shows.
  ///
  /// Only a rule that speaks of the findings of other notebooks has to ask; the selection is applied to the findings
  /// that a rule gives in any case.
  static func check(_ analysis: NotebookAnalysis, showing selection: FindingSelection) -> [Finding]
}

extension Rule {
  package static func check(_ analysis: NotebookAnalysis, showing selection: FindingSelection) -> [Finding] {
    check(analysis)
  }
}

/// A rule about single cells: what it finds in one it finds whatever stands in the others.
///
/// It is asked about the cells alone that have one of its traits. Its fixes may look further: for a name that is free, or
/// a step to run after.
package protocol CellRule: Rule {
  /// What a cell has in which the rule may find something.
  static var traits: CellTraits { get }

  /// The findings in one cell, in the order of the cell.
  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding]
}

extension CellRule {
  package static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cells(with: traits).flatMap { check($0, in: analysis) }
  }
}

/// What a rule says of itself.
package struct RuleDescription: Sendable, Hashable {
  /// The stable code, `KALE001`.
  package let code: String
  /// The stable name, `unknown-tag`.
  package let name: String
  /// The severity of its findings where they do not say otherwise.
  package let severity: Finding.Severity
  /// What `--fix` may do about its findings.
  package var fix = RuleFix.none
  /// One line: what is wrong.
  package let summary: String
  /// Why it matters, and what Kale does with it.
  package let rationale: String
  package let examples: RuleExamples

  /// Where the rule's page of documentation is.
  package var documentationURL: String { "\(Self.documentationRoot)/\(name).md" }

  private static let documentationRoot = "https://github.com/kale-lsp/kale-lsp/blob/main/docs/rules"

  package static func == (left: RuleDescription, right: RuleDescription) -> Bool { left.code == right.code }

  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Small notebooks that show what a rule finds, written as `ExampleNotebook` of the test support reads them.
package struct RuleExamples: Sendable {
  /// Notebooks with a finding at each marked place and nowhere else.
  package let triggering: [String]
  /// Notebooks without a finding of the rule.
  package let nonTriggering: [String]
  /// What the first fix of the first finding makes of a notebook, before and after; empty for a rule that mends
  /// nothing.
  package let fixes: [(before: String, after: String)]

  package init(
    triggering: [String], nonTriggering: [String], fixes: [(before: String, after: String)] = []
  ) {
    self.triggering = triggering
    self.nonTriggering = nonTriggering
    self.fixes = fixes
  }
}
