import JSONSyntax
import LanguageServerProtocol

extension Session {
  /// Steps and blocks, each with all of its cells. In a cell's own document there is nothing to fold.
  func foldingRanges(_ request: Request) throws -> Reply {
    let params: FoldingRangeParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document), notebook.cell(of: document) == nil else {
      return .now(JSONValue.array([]))
    }
    let analysis = notebook.analysis
    let ranges = analysis.sections.compactMap { section -> FoldingRange? in
      guard let first = section.cells.first, let last = section.cells.last,
        let start = notebook.location(ofCell: first, abilities.columns)?.range.start,
        let end = notebook.location(ofCell: last, abilities.columns)?.range.end, start.line < end.line
      else { return nil }
      let text =
        switch section.content {
        case .unit(let unit): StepText.title(of: unit, in: analysis)
        case .block(let tag): tag.rawValue
        }
      return FoldingRange(startLine: start.line, endLine: end.line, collapsedText: text)
    }
    return .now(ranges.json)
  }
}
