import JSONSyntax
import KaleRules
import KaleWorkspace
import NotebookModel
import SourceText

/// The findings of some notebooks as `kale-lsp check` prints them.
package struct CheckReport {
  package enum Format: String, CaseIterable, Sendable {
    case text, json, github
  }

  /// A notebook with what was found in it.
  private struct Entry {
    let file: NotebookFile
    let findings: [Finding]
  }

  private var entries: [Entry] = []

  private let selection: FindingSelection

  /// A report of the findings that `selection` shows.
  package init(_ selection: FindingSelection) { self.selection = selection }

  package mutating func add(_ file: NotebookFile) {
    entries.append(Entry(file: file, findings: selection.findings(in: file.analysis)))
  }

  /// Whether a finding is an error.
  package var hasErrors: Bool {
    entries.contains { $0.findings.contains { $0.severity == .error } }
  }

  /// Whether a finding keeps a notebook from being compiled.
  package var stopsCompiling: Bool {
    entries.contains { $0.findings.contains(where: \.stopsCompiling) }
  }

  /// The report; each line ends in a line break.
  package func text(_ format: Format) -> String {
    switch format {
    case .text: plainText
    case .json: String(decoding: json.serialized(indent: 1), as: UTF8.self) + "\n"
    case .github: github
    }
  }

  // MARK: - Text

  private var plainText: String {
    var lines: [String] = []
    for entry in entries {
      for finding in entry.findings { lines += plainLines(of: finding, in: entry.file) }
    }
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }

  private func plainLines(of finding: Finding, in file: NotebookFile) -> [String] {
    let position = fileRange(of: finding.place, in: file.document).start
    let cell = finding.place.cell.map { "cell \($0 + 1):" } ?? ""
    let place = "\(file.path):\(cell)\(position.line + 1):\(position.column + 1)"
    let severity = finding.severity == .error ? "" : "[\(finding.severity.rawValue)] "
    let head = "\(place): \(finding.rule.code) \(severity)\(finding.message) (\(finding.rule.name))"
    return ([head] + finding.remedies).map(Self.printable)
  }

  /// A line that does nothing to a terminal but show itself: a tag may hold anything.
  private static func printable(_ line: String) -> String {
    var result = ""
    for scalar in line.unicodeScalars {
      let isControl =
        scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
      if isControl { result += scalar.escaped(asASCII: true) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  private var summary: String {
    let findings = entries.flatMap(\.findings)
    let parts = Finding.Severity.allCases.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    let notebooks = "\(entries.count) notebook\(entries.count == 1 ? "" : "s")"
    return parts.isEmpty
      ? "No problems in \(notebooks)." : "Found \(parts.joined(separator: ", ")) in \(notebooks)."
  }

  // MARK: - JSON

  private var json: JSONValue {
    .array(entries.flatMap { entry in entry.findings.map { json(of: $0, in: entry.file) } })
  }

  private func json(of finding: Finding, in file: NotebookFile) -> JSONValue {
    var tag = JSONValue.null
    if case .tag(let cell, let index) = finding.place, let text = file.analysis.tags[cell].entries[index].text
    {
      tag = .string(text)
    }
    return [
      "path": .string(file.path), "cell": finding.place.cell.map(JSONValue.integer) ?? .null,
      "code": .string(finding.rule.code), "name": .string(finding.rule.name),
      "severity": .string(finding.severity.rawValue), "kale": .string(finding.kale.rawValue),
      "message": .string(finding.message), "tag": tag, "range": sourceRange(of: finding.place, in: file),
      "fileRange": Self.json(of: fileRange(of: finding.place, in: file.document)),
      "fixes": .array(finding.fixes.map(\.reportJSON)),
    ]
  }

  /// The range in the cell's source; null for a tag and for what is in no cell.
  private func sourceRange(of place: NotebookPlace, in file: NotebookFile) -> JSONValue {
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

  private func fileRange(
    of place: NotebookPlace, in document: any NotebookText
  ) -> (start: TextPosition, end: TextPosition) {
    let bytes = document.fileRange(of: place)
    return (
      document.text.position(of: bytes.lowerBound, in: .utf16),
      document.text.position(of: bytes.upperBound, in: .utf16)
    )
  }

  // MARK: - GitHub

  /// Workflow commands, which GitHub shows at the lines of a pull request.
  private var github: String {
    entries.flatMap { entry in
      entry.findings.map { finding -> String in
        let range = fileRange(of: finding.place, in: entry.file.document)
        let command =
          switch finding.severity {
          case .error: "error"
          case .warning: "warning"
          case .information, .hint: "notice"
          }
        let title = "kale-lsp (\(finding.rule.code))"
        return "::\(command) title=\(Self.escaped(title)),file=\(Self.escaped(entry.file.path)),"
          + "line=\(range.start.line + 1),col=\(range.start.column + 1),endLine=\(range.end.line + 1),"
          + "endColumn=\(range.end.column + 1)::\(Self.escaped(finding.message, isMessage: true))\n"
      }
    }.joined()
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
