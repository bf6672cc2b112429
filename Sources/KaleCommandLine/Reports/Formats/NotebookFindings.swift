import KaleRules
import KaleWorkspace

/// The findings of one notebook as a report shows them: text and counts, free of the notebook, so that a report on many
/// notebooks holds none of them.
struct NotebookFindings: Sendable {
  /// The notebook's path.
  let path: String
  /// The notebook's part of the report.
  private(set) var text: String
  /// How many findings there are of each kind.
  private(set) var counts: FindingCounts
  /// Whether the notebook has Kale's tags or configuration.
  let isKaleNotebook: Bool
  /// Whether nobody knows whose notebook the file is, because it cannot be read as one.
  let isUnreadable: Bool
  /// Whether a finding keeps the notebook from being compiled.
  private(set) var stopsCompiling: Bool
  /// Whether Kale rejects the notebook for a finding.
  private(set) var isRejected: Bool

  /// Some findings of a notebook.
  init(_ findings: [Finding], of file: NotebookFile, as format: any FindingsFormat) {
    path = file.path
    text = format.part(findings, of: file)
    counts = FindingCounts(findings, isEditable: file.document.isEditable)
    isKaleNotebook = file.analysis.isKaleNotebook
    isUnreadable = !isKaleNotebook && file.analysis.notebook.unreadableProblem != nil
    stopsCompiling = findings.contains(where: \.stopsCompiling)
    isRejected = findings.contains { $0.kale == .refused && $0.severity != .hint }
  }

  /// Adds findings about the notebook as a whole, which precede those about its cells.
  mutating func insert(_ further: NotebookFindings, separator: String) {
    text = [further.text, text].filter { !$0.isEmpty }.joined(separator: separator)
    counts.add(further.counts)
    stopsCompiling = stopsCompiling || further.stopsCompiling
    isRejected = isRejected || further.isRejected
  }
}
