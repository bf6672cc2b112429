import JSONSyntax
import KaleIDE
import LanguageServerProtocol

extension Session {
  /// Steps and blocks, each with all of its cells. In a cell's own document there is nothing to fold.
  func foldingRanges(_ request: Request) throws -> Reply {
    let params: FoldingRangeParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document), notebook.cell(of: document) == nil else {
      return .now(JSONValue.array([]))
    }
    let ranges = FoldedSection.sections(in: notebook.analysis).compactMap { section -> FoldingRange? in
      guard let start = notebook.location(ofCell: section.firstCell, abilities.columns)?.range.start,
        let end = notebook.location(ofCell: section.lastCell, abilities.columns)?.range.end,
        start.line < end.line
      else { return nil }
      return FoldingRange(startLine: start.line, endLine: end.line, collapsedText: section.title)
    }
    return .now(ranges.json)
  }
}
