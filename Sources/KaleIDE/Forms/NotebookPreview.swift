import KaleAnalysis
import KaleRules
import NotebookModel

/// Tells what a notebook would be after edits, which are not made.
package struct NotebookPreview {
  /// Returns the analysis of the notebook after edits.
  let analysis: (_ edits: [NotebookEdit]) -> NotebookAnalysis
  /// Returns what would be shown of such a notebook.
  let findings: (_ analysis: NotebookAnalysis) -> [Finding]

  /// Creates a preview from its two questions.
  package init(
    analysis: @escaping (_ edits: [NotebookEdit]) -> NotebookAnalysis,
    findings: @escaping (_ analysis: NotebookAnalysis) -> [Finding]
  ) {
    (self.analysis, self.findings) = (analysis, findings)
  }
}
