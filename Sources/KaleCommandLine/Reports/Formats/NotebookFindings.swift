import KaleRules
import KaleWorkspace

/// The findings of one notebook as a report shows them: text and counts, free of the notebook, so that a report on many
/// notebooks holds none of them.
struct NotebookFindings: Sendable {
  /// The notebook's part of the report.
  let text: String
  /// How many findings there are of each kind.
  let counts: FindingCounts
  /// Whether the notebook has Kale's tags or configuration.
  let isKaleNotebook: Bool
  /// Whether nobody knows whose notebook the file is, because it cannot be read as one.
  let isUnreadable: Bool
  /// Whether a finding keeps the notebook from being compiled.
  let stopsCompiling: Bool
  /// Whether Kale rejects the notebook for a finding.
  let isRejected: Bool

  /// Some findings of a notebook.
  init(_ findings: [Finding], of file: NotebookFile, as format: any FindingsFormat) {
    text = format.part(findings, of: file)
    counts = FindingCounts(findings, isEditable: file.document.isEditable)
    isKaleNotebook = file.analysis.isKaleNotebook
    isUnreadable = !isKaleNotebook && file.analysis.notebook.unreadableProblem != nil
    stopsCompiling = findings.contains(where: \.stopsCompiling)
    isRejected = findings.contains { $0.kale == .refused && $0.severity != .hint }
  }
}
