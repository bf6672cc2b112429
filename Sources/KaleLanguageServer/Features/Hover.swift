import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol
import NotebookModel
import PythonSyntax

extension Session {
  func hover(_ request: Request) throws -> Reply {
    let params: HoverParams = try request.read()
    guard let notebook = documents.kaleNotebook(of: params.textDocument.uri) else {
      return .now(JSONValue.null)
    }
    let place = try notebook.place(in: params.textDocument.uri, at: params.position, abilities.columns)
    guard let place, let answer = HoverContent(notebook.analysis).text(at: place) else {
      return .now(JSONValue.null)
    }
    let contents =
      abilities.showsMarkdown
      ? MarkupContent(kind: .markdown, value: answer.text.markdown)
      : MarkupContent(kind: .plainText, value: answer.text.plain)
    return .now(
      Hover(contents: contents, range: notebook.location(of: answer.place, abilities.columns).range))
  }
}

/// What a hover says at each place of a notebook.
private struct HoverContent {
  let analysis: NotebookAnalysis

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// The text, and the place it is about; nil where there is nothing to say.
  func text(at place: NotebookPlace) -> (text: RichText, place: NotebookPlace)? {
    switch place {
    case .tag(let cell, _):
      return CellCard.text(for: cell, in: analysis).map { ($0, place) }
    case .source(let cell, let range):
      return text(atByte: range.lowerBound, in: cell)
    case .cell, .metadata, .metadataKey, .file, .notebook: return nil
    }
  }

  /// What the name there is; on the cell's first line what the cell is as well.
  private func text(atByte offset: Int, in cell: Int) -> (text: RichText, place: NotebookPlace)? {
    let source = analysis.notebook.cells[cell].source
    let isFirstLine = source.line(containing: offset) == 0
    let card = isFirstLine ? CellCard.text(for: cell, in: analysis) : nil
    guard let name = PythonSource(source.utf8).name(at: offset), name.isModuleLevel,
      var text = VariableCard.text(for: name.name, cell: cell, in: analysis)
    else { return card.map { ($0, .cell(cell)) } }
    if let card { text.append(card) }
    return (text, .source(cell: cell, range: name.range))
  }
}
