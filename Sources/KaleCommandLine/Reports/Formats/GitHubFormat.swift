import KaleRules
import KaleWorkspace
import SourceText

/// Workflow commands, which GitHub shows at the lines of a pull request.
struct GitHubFormat: FindingsFormat {
  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    findings.map { command(for: $0, in: file) }.joined()
  }

  private func command(for finding: Finding, in file: NotebookFile) -> String {
    let range = FindingLocation.inFile(finding.place, of: file.document)
    let place = FindingLocation(of: finding.place, in: file.document).text
    let title = "kale-lsp (\(finding.rule.code))"
    // GitHub takes columns only on one line.
    let columns = range.start.line == range.end.line
    let end = columns ? ",endColumn=\(range.end.column)" : ""
    let message = "\(file.path):\(place): \(finding.rule.code) \(finding.message) (\(finding.rule.name))"
    return "::\(Self.command(for: finding.severity)) title=\(Self.escaped(title)),"
      + "file=\(Self.escaped(ReportedPath(file.path).relative)),line=\(range.start.line),"
      + (columns ? "col=\(range.start.column)," : "") + "endLine=\(range.end.line)\(end)"
      + "::\(Self.escaped(message, isMessage: true))\n"
  }

  private static func command(for severity: Finding.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .information, .hint: "notice"
    }
  }

  /// Text that cannot end its field of a workflow command, as GitHub's own toolkit writes it.
  private static func escaped(_ text: String, isMessage: Bool = false) -> String {
    text.replacingScalars { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      case ":" where !isMessage: "%3A"
      case "," where !isMessage: "%2C"
      // The log of a workflow is shown in terminals too.
      case _ where Terminal.isControl(scalar): scalar.escaped(asASCII: true)
      default: nil
      }
    }
  }
}
