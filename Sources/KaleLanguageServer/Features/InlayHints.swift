import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol
import SourceText

extension Session {
  /// Behind the first line of a step what it takes and what it makes.
  func inlayHints(_ request: Request) throws -> Reply {
    let params: InlayHintParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document) else { return .now(JSONValue.array([])) }
    let content = InlayHintContent(notebook, abilities.columns)
    let heads = notebook.analysis.outline.units.indices.filter { unit in
      notebook.holds(notebook.analysis.outline.units[unit].definition, in: document)
    }
    return .now(heads.flatMap { content.hints(of: $0, in: params.range) }.json)
  }
}

/// The hints of a step.
private struct InlayHintContent {
  let notebook: OpenNotebook
  let analysis: NotebookAnalysis
  let columns: ColumnEncoding
  /// Who takes what from whom, found out once for all hints.
  private let takers: StepTakers

  init(_ notebook: OpenNotebook, _ columns: ColumnEncoding) {
    self.notebook = notebook
    self.columns = columns
    analysis = notebook.analysis
    takers = StepTakers(analysis)
  }

  /// None where the step's first line is outside of `range`.
  func hints(of unit: Int, in range: PositionRange) -> [InlayHint] {
    let firstLine = notebook.location(of: .cell(analysis.outline.units[unit].definition), columns).range
    guard firstLine.touches(range) else { return [] }
    let summary = analysis.summary(of: unit)
    let inputs = summary.inputs.map { input in
      InlayHintLabelPart(input.name, tooltip: "from step \(input.provider)", location: head(input, of: unit))
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

  /// Where the step begins that an input comes from.
  private func head(_ input: StepInput, of unit: Int) -> Location? {
    analysis.flow.provider(of: input.name, for: unit).map { provider in
      notebook.location(of: .cell(analysis.outline.units[provider].definition), columns)
    }
  }
}
