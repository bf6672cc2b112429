import KaleRules
import KaleWorkspace

/// The findings of some notebooks as `kale-lsp check` prints them.
///
/// What is known of the text can be taken at any time, so that a report on many notebooks is written while they are read.
package struct CheckReport {
  /// The forms that a report has.
  package enum Format: String, CaseIterable, Sendable {
    case text, json, github
  }

  private let selection: FindingSelection
  private let format: Format
  /// What has not been taken yet.
  private var pending = ""
  private var notebookCount = 0
  private var counts: [Finding.Severity: Int] = [:]
  private var hasFindings = false

  /// Whether a finding keeps a notebook from being compiled.
  package private(set) var stopsCompiling = false

  /// Whether Kale rejects a notebook for a finding.
  package private(set) var hasRejections = false

  /// Whether something could not be read or done, so that the report must not say that there are no problems.
  package var isIncomplete = false

  /// A report of the findings that `selection` shows.
  package init(_ selection: FindingSelection, as format: Format = .text) {
    self.selection = selection
    self.format = format
  }

  /// Adds the findings of a notebook.
  package mutating func add(_ file: NotebookFile) {
    add(NotebookFindings(of: file, showing: selection, as: format))
  }

  /// Adds the findings of a notebook, made for a report of the same selection and form.
  mutating func add(_ findings: NotebookFindings) {
    notebookCount += 1
    add(further: findings)
  }

  /// Adds findings of a notebook that the report has already.
  mutating func add(further findings: NotebookFindings) {
    counts.merge(findings.counts, uniquingKeysWith: +)
    stopsCompiling = stopsCompiling || findings.stopsCompiling
    hasRejections = hasRejections || findings.isRejected
    guard !findings.text.isEmpty else { return }
    if format == .json { pending += hasFindings ? ",\n" : "[\n" }
    hasFindings = true
    pending += findings.text
  }

  /// Whether a finding is an error.
  package var hasErrors: Bool { counts[.error] != nil }

  /// Returns what is certain of the text and has not been taken before.
  mutating func takeText() -> String {
    defer { pending = "" }
    return pending
  }

  /// The report, but for what has been taken of it; each line ends in a line break.
  package var text: String { pending + ending }

  /// What follows the last notebook.
  private var ending: String {
    switch format {
    case .text: isIncomplete && counts.isEmpty ? "" : summary + "\n"
    case .json: hasFindings ? "\n]\n" : "[]\n"
    case .github: ""
    }
  }

  private var summary: String {
    let parts = Finding.Severity.allCases.compactMap { severity in
      // "Information" has no plural.
      let word = severity == .information ? "info" : severity.rawValue
      return counts[severity].map { "\($0) \(word)\($0 == 1 ? "" : "s")" }
    }
    let notebooks = "\(notebookCount) notebook\(notebookCount == 1 ? "" : "s")"
    return parts.isEmpty
      ? "No problems in \(notebooks)." : "Found \(parts.joined(separator: ", ")) in \(notebooks)."
  }
}
