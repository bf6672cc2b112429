import KaleRules
import KaleWorkspace
import SourceText

/// A report of tests, as JUnit's: a suite for each notebook, in which each error and each warning is a failure.
struct JUnitFormat: FindingsFormat {
  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    let name = Self.className(ofNotebookAt: file.path)
    return findings.map { testCase($0, file, className: name) }.joined()
  }

  func notebook(_ parts: String, at path: String, _ counts: FindingCounts) -> String {
    let passed = "    <testcase name=\"kale-lsp\" classname=\"\(Self.className(ofNotebookAt: path))\"/>\n"
    return
      "  <testsuite name=\"\(Self.escaped(path))\" package=\"kale-lsp\" tests=\"\(max(1, counts.total))\""
      + " skipped=\"0\" errors=\"0\" failures=\"\(Self.failures(in: counts))\">\n"
      + (parts.isEmpty ? passed : parts) + "  </testsuite>\n"
  }

  private static func className(ofNotebookAt path: String) -> String {
    escaped(FileSystem.ending(of: path).map { String(path.dropLast($0.count + 1)) } ?? path)
  }

  private static func isFailure(_ severity: Finding.Severity) -> Bool { severity <= .warning }

  private static func failures(in counts: FindingCounts) -> Int {
    counts.bySeverity.reduce(0) { $0 + (isFailure($1.key) ? $1.value : 0) }
  }

  /// The place is in the text: the schema has no attribute for it.
  private func testCase(_ finding: Finding, _ file: NotebookFile, className: String) -> String {
    let location = FindingLocation(of: finding.place, in: file.document)
    let text = "\(file.path):\(location.text): \(finding.rule.code) \(finding.message)"
    let head =
      "    <testcase name=\"\(finding.rule.code) \(finding.rule.name)\" classname=\"\(className)\">\n"
    let body =
      Self.isFailure(finding.severity)
      ? "      <failure type=\"\(finding.severity.rawValue)\" message=\"\(Self.escaped(finding.message))\">"
        + "\(Self.escaped(text))</failure>\n"
      : "      <system-out>\(Self.escaped(text))</system-out>\n"
    return head + body + "    </testcase>\n"
  }

  func start(_ totals: ReportTotals) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kale-lsp\" "
      + "tests=\"\(totals.findings.total + totals.cleanCount)\" errors=\"0\" "
      + "failures=\"\(Self.failures(in: totals.findings))\">\n"
  }

  func end(_ totals: ReportTotals) -> String { "</testsuites>\n" }

  /// Text that is neither markup nor a character that XML has not.
  private static func escaped(_ text: String) -> String {
    text.replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\n", "\r", "\t": "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: "\u{FFFD}"
      default: nil
      }
    }
  }
}
