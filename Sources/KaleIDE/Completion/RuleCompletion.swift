import KaleAnalysis
import KaleRules
import NotebookModel

/// The rules that a `# kale: ignore[…]` comment may name.
package struct RuleCompletion: Sendable {
  /// What is typed of a name already.
  package let typed: NotebookPlace
  /// The rules, in the order of the catalogue.
  package let rules: [RuleDescription]

  /// Completes a name at a place; nil where no such comment is there.
  package init?(at place: NotebookPlace, in analysis: NotebookAnalysis) {
    guard case .source(let cell, let range) = place,
      let typed = analysis.typedIgnoredRule(at: range.lowerBound, in: cell)
    else { return nil }
    self.typed = .source(cell: cell, range: typed)
    rules = RuleCatalogue.rules.map { $0.description }
  }
}
