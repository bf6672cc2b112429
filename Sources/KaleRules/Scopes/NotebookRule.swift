import KaleAnalysis

/// A rule about what stands in several places of a notebook, or about the notebook as a whole.
package protocol NotebookRule: Rule {
  /// Returns the findings in a notebook, in the order of the notebook.
  static func check(_ analysis: NotebookAnalysis) -> [Finding]

  /// Returns the findings in a notebook where a person wants to see what `selection` shows.
  ///
  /// Only a rule that speaks of the findings of other notebooks has to ask; the selection is applied to the findings
  /// that a rule gives in any case.
  static func check(_ analysis: NotebookAnalysis, showing selection: FindingSelection) -> [Finding]
}

extension NotebookRule {
  package static func check(_ analysis: NotebookAnalysis, showing selection: FindingSelection) -> [Finding] {
    check(analysis)
  }
}
