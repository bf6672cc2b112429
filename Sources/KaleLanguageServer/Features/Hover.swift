import JSONSyntax
import KaleIDE
import LanguageServerProtocol

extension Session {
  func hover(_ request: Request) throws -> Reply {
    let params: HoverParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document),
      let place = try notebook.place(in: document, at: params.position, abilities.columns),
      let card = HoverCard(at: place, in: notebook.analysis)
    else { return .now(JSONValue.null) }
    return .now(
      Hover(
        contents: MarkupContent(card.text, isMarkdown: abilities.showsMarkdown),
        range: notebook.location(of: card.place, abilities.columns).range))
  }
}

extension MarkupContent {
  /// A text as a client shows it.
  init(_ text: RichText, isMarkdown: Bool) {
    self =
      isMarkdown
      ? MarkupContent(kind: .markdown, value: text.markdown)
      : MarkupContent(kind: .plainText, value: text.plain)
  }
}
