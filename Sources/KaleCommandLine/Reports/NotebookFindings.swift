import JSONSyntax
import KaleRules
import KaleWorkspace
import NotebookModel
import SourceText

/// The findings of one notebook as a report shows them: text and counts, free of the notebook, so that a report on many
/// notebooks holds none of them.
struct NotebookFindings: Sendable {
  /// The notebook's part of the report. For JSON the elements of the list, without the list.
  let text: String
  /// How many findings there are of each severity.
  let counts: [Finding.Severity: Int]
  /// Whether a finding keeps the notebook from being compiled.
  let stopsCompiling: Bool
  /// Whether Kale rejects the notebook for a finding.
  let isRejected: Bool

  /// The findings that `selection` shows.
  init(of file: NotebookFile, showing selection: FindingSelection, as format: CheckReport.Format) {
    self.init(selection.findings(in: file.analysis), of: file, as: format)
  }

  /// Some findings of a notebook.
  init(_ findings: [Finding], of file: NotebookFile, as format: CheckReport.Format) {
    let writer = FindingWriter(file: file)
    text =
      switch format {
      case .text: findings.map(writer.plainText).joined()
      case .json: writer.jsonElements(findings)
      case .github: findings.map(writer.workflowCommand).joined()
      }
    counts = findings.reduce(into: [:]) { $0[$1.severity, default: 0] += 1 }
    stopsCompiling = findings.contains(where: \.stopsCompiling)
    isRejected = findings.contains { $0.kale == .refused && $0.severity != .hint }
  }
}

/// Writes findings of a notebook in the forms that reports have.
private struct FindingWriter {
  let file: NotebookFile

  // MARK: - Text

  func plainText(of finding: Finding) -> String {
    let position = fileRange(of: finding.place).start
    let cell = finding.place.cell.map { "cell \($0.number):" } ?? ""
    let place = "\(file.path):\(cell)\(position.line + 1):\(position.column + 1)"
    let severity = finding.severity == .error ? "" : "[\(finding.severity.rawValue)] "
    let head = "\(place): \(finding.rule.code) \(severity)\(finding.message) (\(finding.rule.name))"
    return ([head] + finding.remedies).map { Self.printable($0) + "\n" }.joined()
  }

  /// A line that does nothing to a terminal but show itself: a tag may hold anything.
  private static func printable(_ line: String) -> String {
    // Nearly all lines are plain, and a look at the properties of each character costs more than the rest of the report.
    if line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return line }
    var result = ""
    for scalar in line.unicodeScalars {
      let isControl =
        scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
      if isControl { result += scalar.escaped(asASCII: true) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  // MARK: - JSON

  /// The findings as elements of a list that is indented by one space a level.
  func jsonElements(_ findings: [Finding]) -> String {
    if findings.isEmpty { return "" }
    let list = JSONValue.array(findings.map(json)).serialized(indent: 1)
    // Without the brackets and their line breaks.
    return String(decoding: list.dropFirst(2).dropLast(2), as: UTF8.self)
  }

  private func json(of finding: Finding) -> JSONValue {
    var tag = JSONValue.null
    if case .tag(let cell, let index) = finding.place, let text = file.analysis.tags[cell].entries[index].text
    {
      tag = .string(text)
    }
    return [
      "path": .string(file.path), "cell": finding.place.cell?.json ?? .null,
      "code": .string(finding.rule.code), "name": .string(finding.rule.name),
      "severity": .string(finding.severity.rawValue), "kale": .string(finding.kale.rawValue),
      "message": .string(finding.message), "tag": tag, "range": sourceRange(of: finding.place),
      "fileRange": Self.json(of: fileRange(of: finding.place)),
      "fixes": .array(finding.fixes.map(\.reportJSON)),
    ]
  }

  /// The range in the cell's source; null for a tag and for what is in no cell.
  private func sourceRange(of place: NotebookPlace) -> JSONValue {
    let bytes: Range<Int>
    let source: SourceText
    switch place {
    case .source(let cell, let range):
      source = file.document.notebook.cells[cell].source
      bytes = range
    case .cell(let cell):
      source = file.document.notebook.cells[cell].source
      bytes = source.contentRange(ofLine: 0) ?? 0..<0
    case .tag, .metadata, .metadataKey, .file, .notebook: return .null
    }
    return Self.json(
      of: (
        source.position(of: bytes.lowerBound, in: .utf16), source.position(of: bytes.upperBound, in: .utf16)
      ))
  }

  private static func json(of range: (start: TextPosition, end: TextPosition)) -> JSONValue {
    [
      "start": ["line": .integer(range.start.line), "character": .integer(range.start.column)],
      "end": ["line": .integer(range.end.line), "character": .integer(range.end.column)],
    ]
  }

  private func fileRange(of place: NotebookPlace) -> (start: TextPosition, end: TextPosition) {
    let text = file.document.text
    let bytes = file.document.fileRange(of: place)
    return (text.position(of: bytes.lowerBound, in: .utf16), text.position(of: bytes.upperBound, in: .utf16))
  }

  // MARK: - GitHub

  /// A workflow command, which GitHub shows at the lines of a pull request.
  func workflowCommand(for finding: Finding) -> String {
    let range = fileRange(of: finding.place)
    let command =
      switch finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .information, .hint: "notice"
      }
    let title = "kale-lsp (\(finding.rule.code))"
    return "::\(command) title=\(Self.escaped(title)),file=\(Self.escaped(file.path)),"
      + "line=\(range.start.line + 1),col=\(range.start.column + 1),endLine=\(range.end.line + 1),"
      + "endColumn=\(range.end.column + 1)::\(Self.escaped(finding.message, isMessage: true))\n"
  }

  /// Text that cannot end its field of a workflow command.
  private static func escaped(_ text: String, isMessage: Bool = false) -> String {
    var result = ""
    for character in text {
      switch character {
      case "%": result += "%25"
      case "\r\n": result += "%0D%0A"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where !isMessage: result += "%3A"
      case "," where !isMessage: result += "%2C"
      default: result.append(character)
      }
    }
    return result
  }
}
