import KaleRules
import KaleWorkspace

/// The findings of some notebooks as `kale-lsp check` prints them.
package struct CheckReport {
  private let selection: FindingSelection
  private let format: ReportFormat
  private let writer: any FindingsFormat
  private let style: ReportStyle
  /// The parts of the notebooks.
  private var parts = ""
  private(set) var totals = ReportTotals()

  /// Whether a finding keeps a notebook from being compiled.
  package private(set) var stopsCompiling = false

  /// Whether Kale rejects a notebook for a finding.
  package private(set) var hasRejections = false

  /// Whether something could not be read or done, so that the report must not say that there are no problems.
  package var isIncomplete = false

  /// Whether safe fixes have been applied, so that what remains has none.
  var isAfterFixes = false

  /// Whether fixes are only shown, so that the findings are those that they would leave.
  var isForecast = false

  /// A report of the findings that `selection` shows.
  package init(
    _ selection: FindingSelection, as format: ReportFormat = .concise, style: ReportStyle = .plain
  ) {
    self.selection = selection
    self.format = format
    self.style = style
    writer = format.writer(style)
  }

  /// Adds the findings of a notebook.
  package mutating func add(_ file: NotebookFile) {
    add(NotebookFindings(selection.findings(in: file.analysis), of: file, as: writer))
  }

  /// Adds the findings of a notebook, made for a report of the same selection and form.
  mutating func add(_ findings: NotebookFindings) {
    totals.notebookCount += 1
    if findings.isKaleNotebook { totals.kaleCount += 1 }
    if findings.isUnreadable { totals.unreadableCount += 1 }
    if findings.counts.total == 0 { totals.cleanCount += 1 }
    totals.findings.add(findings.counts)
    stopsCompiling = stopsCompiling || findings.stopsCompiling
    hasRejections = hasRejections || findings.isRejected
    let text = writer.notebook(findings.text, at: findings.path, findings.counts)
    guard !text.isEmpty else { return }
    if totals.hasParts { parts += writer.separator }
    totals.hasParts = true
    parts += text
  }

  /// What stands between two parts of the report.
  var separator: String { writer.separator }

  /// Whether no notebook was read.
  var isEmpty: Bool { totals.notebookCount == 0 }

  /// Whether there is anything to say of the notebooks.
  var hasFindings: Bool { totals.findings.total > 0 }

  /// Whether a finding is an error.
  package var hasErrors: Bool { totals.findings.bySeverity[.error] != nil }

  /// Whether a finding is a warning.
  var hasWarnings: Bool { totals.findings.bySeverity[.warning] != nil }

  /// The report; each line ends in a line break.
  package var text: String { findings + (format.isForPeople ? summary : "") }

  /// The report without a summary.
  var findings: String { writer.start(totals) + parts + writer.end(totals) }

  /// The summary; empty where there is nothing to say.
  var summary: String {
    if isIncomplete, totals.findings.total == 0 { return "" }
    return CheckSummary(totals, isAfterFixes: isAfterFixes, isForecast: isForecast, style: style).text
  }

  /// How many findings there are of each rule, in the form of the report: JSON, or lines.
  var statistics: String {
    RuleStatistics(totals.findings).text(format, style)
  }
}
