import KaleIDE
import LanguageServerProtocol

/// Describes the cell or the name at a position.
enum HoverRequest: RequestMethod {
  static let method = "textDocument/hover"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.hoverProvider = true
  }

  static func answer(_ params: HoverParams, in session: Session) throws -> Hover? {
    let document = params.textDocument.uri
    let columns = session.abilities.columns
    guard let notebook = session.documents.kaleNotebook(of: document),
      let place = try notebook.place(in: document, at: params.position, columns),
      let card = HoverCard(at: place, in: notebook.analysis)
    else { return nil }
    return Hover(
      contents: MarkupContent(card.text, isMarkdown: session.abilities.showsMarkdown),
      range: notebook.location(of: card.place, columns).range)
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
