import JSONSyntax
import KaleRules
import KaleWorkspace

/// A Code Quality report, which GitLab shows in merge requests.
struct GitLabFormat: FindingsFormat {
  var separator: String { ",\n" }

  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    if findings.isEmpty { return "" }
    let path = ReportedPath(file.path).relative
    var fingerprints = Fingerprints(path: path)
    let list = findings.map { issue($0, path, fingerprints.next(for: $0), file) }
    let text = JSONValue.array(list).serialized(indent: 2)
    return String(decoding: text.dropFirst(2).dropLast(2), as: UTF8.self)
  }

  private func issue(
    _ finding: Finding, _ path: String, _ fingerprint: String, _ file: NotebookFile
  ) -> JSONValue {
    let location = FindingLocation(of: finding.place, in: file.document)
    let range = FindingLocation.inFile(finding.place, of: file.document)
    let cell = location.cell.map { " (cell \($0.number), line \(location.start.line))" } ?? ""
    return [
      "description": .string("\(finding.rule.code): \(finding.message)\(cell)"),
      "check_name": .string(finding.rule.name), "fingerprint": .string(fingerprint),
      "severity": .string(Self.severity(finding.severity)),
      "location": [
        "path": .string(path),
        "positions": [
          "begin": ["line": .integer(range.start.line), "column": .integer(range.start.column)],
          "end": ["line": .integer(range.end.line), "column": .integer(range.end.column)],
        ],
      ],
    ]
  }

  private static func severity(_ severity: Finding.Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .information, .hint: "info"
    }
  }

  func start(_ totals: ReportTotals) -> String { totals.hasParts ? "[\n" : "" }

  func end(_ totals: ReportTotals) -> String { totals.hasParts ? "\n]\n" : "[]\n" }
}
