import KaleRules
import KaleWorkspace

/// A line for each finding, as compilers write it.
struct ConciseFormat: FindingsFormat {
  let style: ReportStyle

  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    let path = Terminal.pathAtStart(file.path)
    let isEditable = file.document.isEditable
    return findings.map { finding in
      let place = FindingLocation(of: finding.place, in: file.document).text
      return "\(style.text(path, .place)):\(place): \(style.head(of: finding, isEditable: isEditable))\n"
    }.joined()
  }
}

extension ReportStyle {
  /// The code, the severity and the message of a finding, and whether `--fix` fixes it.
  func head(of finding: Finding, isEditable: Bool) -> String {
    text(finding.rule.code, .severity(finding.severity)) + " "
      + marks(of: finding, isEditable: isEditable)
      + Terminal.printable("\(finding.message) (\(finding.rule.name))")
  }

  /// The severity in brackets, unless it is an error, and the mark of what `--fix` fixes.
  private func marks(of finding: Finding, isEditable: Bool) -> String {
    let severity = finding.severity == .error ? "" : "[\(finding.severity.rawValue)] "
    let grade = isEditable ? finding.gradeOfRepair : nil
    let isFixable = tellsFixes && (grade == .safe || grade == .suggested && marksSuggestedFixes)
    return severity + (isFixable ? "[\(text("*", .help))] " : "")
  }
}
