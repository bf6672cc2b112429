import JSONSyntax
import KalePipeline
import LanguageServerProtocol
import NotebookModel
import SourceText

extension Session {
  /// Behind the first line of a step what it takes and what it makes.
  func inlayHints(_ request: Request) throws -> Reply {
    let params: InlayHintParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document) else { return .now(JSONValue.array([])) }
    var content = InlayHintContent(notebook, abilities.columns)
    let heads = notebook.analysis.outline.units.indices.filter { unit in
      notebook.holds(notebook.analysis.outline.units[unit].definition, in: document)
    }
    var hints: [InlayHint] = []
    for unit in heads { hints += content.hints(of: unit, in: params.range) }
    return .now(hints.json)
  }
}

/// The hints of a step.
private struct InlayHintContent {
  let notebook: OpenNotebook
  let analysis: NotebookAnalysis
  let columns: ColumnEncoding
  /// Who takes what from whom, found out once for all hints.
  private let takers: StepTakers
  /// Where units begin.
  private var heads: [Int: Location] = [:]

  init(_ notebook: OpenNotebook, _ columns: ColumnEncoding) {
    self.notebook = notebook
    self.columns = columns
    analysis = notebook.analysis
    takers = StepTakers(analysis)
  }

  /// None where the step's first line is outside of `range`.
  mutating func hints(of unit: Int, in range: PositionRange) -> [InlayHint] {
    let firstLine = head(of: unit).range
    guard firstLine.touches(range) else { return [] }
    let summary = analysis.summary(of: unit)
    let inputs = summary.inputs.map { input in
      let provider = analysis.flow.provider(of: input.name, for: unit)
      return InlayHintLabelPart(
        input.name, tooltip: "from step \(input.provider)", location: provider.map { head(of: $0) })
    }
    let results = summary.results.map { name in
      let takers = takers.names(taking: name, from: unit)
      return InlayHintLabelPart(
        name, tooltip: takers.isEmpty ? "pipeline metric" : "to \(takers.joined(separator: ", "))")
    }
    return [("← ", inputs), ("→ ", results)].filter { !$0.1.isEmpty }.map { sign, names in
      let comma = InlayHintLabelPart(", ")
      let label = [InlayHintLabelPart(sign)] + names.flatMap { [$0, comma] }.dropLast()
      return InlayHint(position: firstLine.end, label: label, paddingLeft: true)
    }
  }

  /// Where a unit begins: many inputs may come from one.
  private mutating func head(of unit: Int) -> Location {
    if let known = heads[unit] { return known }
    let head = notebook.location(of: .cell(analysis.outline.units[unit].definition), columns)
    heads[unit] = head
    return head
  }
}
