import KaleRules
import KaleWorkspace

/// The forms of the report of `check`.
package enum ReportFormat: String, CaseIterable, Sendable {
  case full, concise, json, jsonLines = "json-lines", github, gitlab, junit, sarif

  /// Reads the name of a form. `text` is what `concise` was called first.
  package init?(name: String) {
    self.init(rawValue: name == "text" ? Self.concise.rawValue : name)
  }

  /// The form that a file of some name has by its ending; nil for an ending that says nothing.
  package init?(fileName: String) {
    switch FileSystem.ending(of: FileSystem.name(of: fileName))?.lowercased() {
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonLines
    case "sarif": self = .sarif
    case "xml": self = .junit
    default: return nil
    }
  }

  /// Whether the report is for a person to read, and ends with a summary.
  package var isForPeople: Bool { self == .full || self == .concise }

  /// Whether counts of rules can be written in place of the findings.
  var hasStatistics: Bool { isForPeople || self == .json || self == .jsonLines }

  /// How the report is written.
  func writer(_ style: ReportStyle) -> any FindingsFormat {
    switch self {
    case .full: FullFormat(style: style)
    case .concise: ConciseFormat(style: style)
    case .json: JSONFormat()
    case .jsonLines: JSONLinesFormat()
    case .github: GitHubFormat()
    case .gitlab: GitLabFormat()
    case .junit: JUnitFormat()
    case .sarif: SARIFFormat()
    }
  }
}

/// A form of a report: what stands for the findings of a notebook, and around them.
protocol FindingsFormat: Sendable {
  /// Returns the notebook's part of the report, written on any thread; empty if it has none.
  func part(_ findings: [Finding], of file: NotebookFile) -> String
  /// Puts the parts of one notebook together.
  ///
  /// - Parameters:
  ///   - parts: The parts; empty if it has none.
  ///   - path: The notebook.
  ///   - counts: The findings in the parts.
  /// - Returns: What the report has of the notebook.
  func notebook(_ parts: String, at path: String, _ counts: FindingCounts) -> String
  /// What stands between two parts.
  var separator: String { get }
  /// Returns what precedes all parts.
  func start(_ totals: ReportTotals) -> String
  /// Returns what follows all parts.
  func end(_ totals: ReportTotals) -> String
}

extension FindingsFormat {
  func notebook(_ parts: String, at path: String, _ counts: FindingCounts) -> String { parts }
  var separator: String { "" }
  func start(_ totals: ReportTotals) -> String { "" }
  func end(_ totals: ReportTotals) -> String { "" }
}
