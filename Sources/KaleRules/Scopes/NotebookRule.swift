import KaleAnalysis

/// A rule about several places of a notebook, or about the notebook as a whole.
package protocol NotebookRule: Rule {
  /// Returns the findings in a notebook, in the order of the notebook.
  static func check(_ analysis: NotebookAnalysis) -> [Finding]

  /// Whether the rule is about files that a pipeline ships.
  static var isAboutShippedFiles: Bool { get }

  /// Returns the findings of a rule that has to ask about other rules. By default it need not.
  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding]
}

extension NotebookRule {
  package static var isAboutShippedFiles: Bool { false }

  package static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    check(analysis)
  }
}

/// A rule whose findings depend on the selection, or on what other rules find or are called.
package protocol InquiringRule: NotebookRule {}

extension InquiringRule {
  /// Returns nothing, where there is nobody to ask.
  package static func check(_ analysis: NotebookAnalysis) -> [Finding] { [] }
}
