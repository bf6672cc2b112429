import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel
import SourceText

/// An array with an object for each finding.
struct JSONFormat: FindingsFormat {
  var separator: String { ",\n" }

  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    if findings.isEmpty { return "" }
    var writer = FindingObjects(file)
    // Indented by one space a level.
    let list = JSONValue.array(findings.map { writer.json(of: $0) }).serialized(indent: 1)
    // Without the brackets and their line breaks.
    return String(decoding: list.dropFirst(2).dropLast(2), as: UTF8.self)
  }

  func start(_ totals: ReportTotals) -> String { totals.hasParts ? "[\n" : "" }

  func end(_ totals: ReportTotals) -> String { totals.hasParts ? "\n]\n" : "[]\n" }
}

/// The objects of the JSON report, each on a line.
struct JSONLinesFormat: FindingsFormat {
  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    var writer = FindingObjects(file)
    return findings.map { String(decoding: writer.json(of: $0).serialized(), as: UTF8.self) + "\n" }.joined()
  }
}

/// Writes findings of a notebook as the JSON report has them.
private struct FindingObjects {
  private let file: NotebookFile
  private var edits: FileEdits

  init(_ file: NotebookFile) {
    self.file = file
    edits = FileEdits(file)
  }

  mutating func json(of finding: Finding) -> JSONValue {
    var tag = JSONValue.null
    if case .tag(let cell, let index) = finding.place, let text = file.analysis.tags[cell].entries[index].text
    {
      tag = .string(text)
    }
    let location = FindingLocation(of: finding.place, in: file.document)
    return [
      "path": .string(file.path), "cell": finding.place.cell?.json ?? .null,
      "code": .string(finding.rule.code), "name": .string(finding.rule.name),
      "severity": .string(finding.severity.rawValue), "kale": .string(finding.kale.rawValue),
      "message": .string(finding.message), "tag": tag, "range": sourceRange(of: finding.place),
      "fileRange": fileRange(file.document.fileRange(of: finding.place)),
      "fixes": .array(finding.fixes.map { json(of: $0) }),
      "location": [
        "cell": location.cell.map { JSONValue.integer($0.number) } ?? .null,
        "line": .integer(location.start.line),
        "column": .integer(location.start.column),
      ],
      "url": .string(finding.rule.documentationURL),
    ]
  }

  private mutating func json(of fix: Fix) -> JSONValue {
    let edits = edits.edits(of: fix).map { edit -> JSONValue in
      ["range": fileRange(edit.range), "newText": .string(edit.replacement)]
    }
    return [
      "title": .string(fix.title), "applicability": .string(fix.applicability.rawValue),
      "edits": .array(edits),
    ]
  }

  /// The range in the cell's source; null for a tag and for what is in no cell.
  private func sourceRange(of place: NotebookPlace) -> JSONValue {
    switch place {
    case .source(let cell, let range): return json(range, in: file.document.notebook.cells[cell].source)
    case .cell(let cell):
      let source = file.document.notebook.cells[cell].source
      return json(source.contentRange(ofLine: 0) ?? 0..<0, in: source)
    case .tag, .metadata, .metadataKey, .file, .notebook: return .null
    }
  }

  private func fileRange(_ bytes: Range<Int>) -> JSONValue { json(bytes, in: file.document.text) }

  /// A range as the protocol has it: from 0, in UTF-16 code units.
  private func json(_ bytes: Range<Int>, in text: SourceText) -> JSONValue {
    let position = { (offset: Int) -> JSONValue in
      let position = text.position(of: offset, in: .utf16)
      return ["line": .integer(position.line), "character": .integer(position.column)]
    }
    return ["start": position(bytes.lowerBound), "end": position(bytes.upperBound)]
  }
}
