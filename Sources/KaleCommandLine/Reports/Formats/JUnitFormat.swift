import KaleRules
import KaleWorkspace
import SourceText

/// A report of tests, as JUnit's: a suite for each notebook, in which each error and each warning is a failure.
struct JUnitFormat: FindingsFormat {
  var startsWithTotals: Bool { true }

  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    let path = Self.escaped(file.path)
    let name = Self.escaped(
      FileSystem.ending(of: file.path).map { String(file.path.dropLast($0.count + 1)) } ?? file.path)
    let failures = findings.count { Self.isFailure($0) }
    let cases = findings.map { testCase($0, file, className: name) }.joined()
    let passed = "    <testcase name=\"kale-lsp\" classname=\"\(name)\"/>\n"
    return
      "  <testsuite name=\"\(path)\" package=\"kale-lsp\" tests=\"\(max(1, findings.count))\" skipped=\"0\""
      + " errors=\"0\" failures=\"\(failures)\">\n" + (findings.isEmpty ? passed : cases) + "  </testsuite>\n"
  }

  private static func isFailure(_ finding: Finding) -> Bool { finding.severity <= .warning }

  private func testCase(_ finding: Finding, _ file: NotebookFile, className: String) -> String {
    let location = FindingLocation(of: finding.place, in: file.document)
    let text = "\(file.path):\(location.text): \(finding.rule.code) \(finding.message)"
    let head =
      "    <testcase name=\"\(finding.rule.code) \(finding.rule.name)\" classname=\"\(className)\""
      + " line=\"\(location.start.line)\" column=\"\(location.start.column)\">\n"
    let body =
      Self.isFailure(finding)
      ? "      <failure type=\"\(finding.severity.rawValue)\" message=\"\(Self.escaped(finding.message))\">"
        + "\(Self.escaped(text))</failure>\n"
      : "      <system-out>\(Self.escaped(text))</system-out>\n"
    return head + body + "    </testcase>\n"
  }

  func start(_ totals: ReportTotals) -> String {
    let counts = totals.findings.bySeverity
    let failures = counts.reduce(0) { $0 + ($1.key <= .warning ? $1.value : 0) }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kale-lsp\" "
      + "tests=\"\(totals.findings.total + totals.cleanCount)\" skipped=\"0\" errors=\"0\" "
      + "failures=\"\(failures)\">\n"
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
