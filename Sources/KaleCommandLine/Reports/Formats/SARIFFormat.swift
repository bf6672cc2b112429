import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel
import SourceText

/// The Static Analysis Results Interchange Format, version 2.1.0, which GitHub's code scanning reads.
///
/// Regions are those of the file, so that the replacements of fixes are. The cell is the logical location.
struct SARIFFormat: FindingsFormat {
  var separator: String { ",\n" }

  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    var edits = FileEdits(file)
    let path = ReportedPath(file.path)
    var fingerprints = Fingerprints(path: path.relative)
    return findings.map { finding in
      let fixes = finding.fixes.map { ($0, edits.edits(of: $0)) }.filter { !$0.1.isEmpty }
      let result = JSONValue(present: [
        "ruleId": .string(finding.rule.code), "level": .string(Self.level(finding.severity)),
        "message": .some(["text": .string(finding.message)]),
        "locations": .array([Self.location(finding.place, in: file, path)]),
        "relatedLocations": finding.related.isEmpty
          ? nil : .array(finding.related.map { Self.related($0, in: file, path) }),
        "fixes": fixes.isEmpty ? nil : .array(fixes.map { Self.fix($0, $1, in: file, path) }),
        "partialFingerprints": .some(["kaleFinding/v1": .string(fingerprints.next(for: finding))]),
      ])
      return String(decoding: result.serialized(), as: UTF8.self)
    }.joined(separator: separator)
  }

  private static func level(_ severity: Finding.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .information, .hint: "note"
    }
  }

  // MARK: - Places

  private static func location(
    _ place: NotebookPlace, in file: NotebookFile, _ path: ReportedPath
  ) -> JSONValue {
    let location = FindingLocation(of: place, in: file.document)
    let cell = location.cell.map { cell -> JSONValue in
      [
        "name": .string("cell \(cell.number)"), "kind": "cell",
        "fullyQualifiedName": .string("\(path.relative):\(location.text)"),
      ]
    }
    return JSONValue(present: [
      "physicalLocation": .some([
        "artifactLocation": artifact(path),
        "region": region(file.document.fileRange(of: place), in: file.document.text),
      ]),
      "logicalLocations": cell.map { .array([$0]) },
    ])
  }

  private static func related(
    _ related: Finding.Related, in file: NotebookFile, _ path: ReportedPath
  ) -> JSONValue {
    guard case .object(let members) = location(related.place, in: file, path) else { return .null }
    return .object(members + [JSONMember(key: "message", value: ["text": .string(related.message)])])
  }

  private static func artifact(_ path: ReportedPath) -> JSONValue {
    JSONValue(present: [
      "uri": .string(path.uri), "uriBaseId": path.isInProject ? .string(baseName) : nil,
    ])
  }

  private static func region(_ range: Range<Int>, in text: SourceText) -> JSONValue {
    let start = text.position(of: range.lowerBound, in: .utf16)
    let end = text.position(of: range.upperBound, in: .utf16)
    return [
      "startLine": .integer(start.line + 1), "startColumn": .integer(start.column + 1),
      "endLine": .integer(end.line + 1), "endColumn": .integer(end.column + 1),
    ]
  }

  private static func fix(
    _ fix: Fix, _ edits: [SourceEdit], in file: NotebookFile, _ path: ReportedPath
  ) -> JSONValue {
    let replacements = edits.map { edit -> JSONValue in
      [
        "deletedRegion": region(edit.range, in: file.document.text),
        "insertedContent": ["text": .string(edit.replacement)],
      ]
    }
    return [
      "description": ["text": .string(fix.title)],
      "artifactChanges": [["artifactLocation": artifact(path), "replacements": .array(replacements)]],
    ]
  }

  // MARK: - The whole

  private static let baseName = "PROJECT"

  func start(_ totals: ReportTotals) -> String {
    "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
      + "\"columnKind\":\"utf16CodeUnits\",\"results\":[\n"
  }

  func end(_ totals: ReportTotals) -> String {
    let rules = RuleCatalogue.rules.map { $0.description }.filter { totals.findings.byRule[$0.code] != nil }
    let driver: JSONValue = [
      "name": "kale-lsp", "version": .string(KaleLSPVersion.current),
      "informationUri": "https://github.com/kale-lsp/kale-lsp", "rules": .array(rules.map(Self.rule)),
    ]
    let root = ReportedPath.fileURI(ProjectFolder.path)
    let base: JSONValue = ["uri": .string(root.hasSuffix("/") ? root : root + "/")]
    let rest: JSONValue = [
      "tool": ["driver": driver],
      "originalUriBaseIds": .object([JSONMember(key: Self.baseName, value: base)]),
    ]
    let text = String(decoding: rest.serialized(), as: UTF8.self)
    return "\n],\(text.dropFirst())]}\n"
  }

  private static func rule(_ rule: RuleDescription) -> JSONValue {
    let page = RulePage(of: rule).standaloneText
    return [
      "id": .string(rule.code), "name": .string(rule.name),
      "shortDescription": ["text": .string(rule.summary)],
      "fullDescription": ["text": .string(rule.rationale)],
      "help": ["text": .string(page), "markdown": .string(page)], "helpUri": .string(rule.documentationURL),
      "defaultConfiguration": ["level": .string(level(rule.severity))],
    ]
  }
}
