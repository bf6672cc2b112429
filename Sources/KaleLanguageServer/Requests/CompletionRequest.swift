import KaleIDE
import KaleRules
import LanguageServerProtocol

/// Completes tags, and the names of rules in `# kale: ignore[…]`. The texts of notebook documents contain no tags.
enum CompletionRequest: RequestMethod {
  static let method = "textDocument/completion"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    // What a tag begins with in one notation or another, and what stands between its parts.
    capabilities.completionProvider = CompletionOptions(triggerCharacters: ["\"", "'", ":"])
  }

  static func answer(_ params: CompletionParams, in session: Session) throws -> [CompletionItem] {
    let document = params.textDocument.uri
    guard let notebook = session.documents.notebook(of: document) else { return [] }
    let abilities = session.abilities
    let writer = CompletionItemWriter(abilities: abilities)
    if let tag = try notebook.typedTag(at: params.position, abilities.columns) {
      let range = notebook.range(of: tag, abilities.columns)
      let found = TagCompletion.completions(of: tag.typed, tag: tag.index, in: tag.cell, notebook.analysis)
      return found.enumerated().map { writer.item(for: $0.element, at: $0.offset, in: range) }
    }
    guard let place = try notebook.place(in: document, at: params.position, abilities.columns),
      let completion = RuleCompletion(at: place, in: notebook.analysis)
    else { return [] }
    // What is typed precedes the cursor, on its line.
    let start = notebook.location(of: completion.typed, abilities.columns).range.start
    let range = PositionRange(start: min(start, params.position), end: params.position)
    return completion.rules.map { writer.item(for: $0, in: range) }
  }
}

/// Turns completions into what a client can show.
private struct CompletionItemWriter {
  let abilities: ClientAbilities

  /// `rank` puts the items in order.
  func item(for completion: TagCompletion, at rank: Int, in range: PositionRange) -> CompletionItem {
    let isSnippet = abilities.fillsSnippets && !completion.parts.isEmpty
    let rest =
      isSnippet
      ? completion.parts.enumerated().map { "${\($0.offset + 1):\($0.element)}" }.joined(separator: ":") : ""
    return CompletionItem(
      label: completion.text + completion.parts.joined(separator: ":"), kind: kind(of: completion),
      detail: completion.detail, documentation: documentation(completion.documentation),
      sortText: String(1000 + rank), filterText: completion.text,
      insertTextFormat: isSnippet ? .snippet : .plainText,
      textEdit: TextEdit(range: range, newText: completion.text + rest))
  }

  func item(for rule: RuleDescription, in range: PositionRange) -> CompletionItem {
    CompletionItem(
      label: rule.name, kind: .reference, detail: rule.code, documentation: documentation(rule.summary),
      sortText: rule.code, textEdit: TextEdit(range: range, newText: rule.name))
  }

  private func kind(of completion: TagCompletion) -> CompletionItemKind {
    switch completion.kind {
    case .tag: .keyword
    case .step: .reference
    case .beginning: .snippet
    }
  }

  private func documentation(_ line: String) -> MarkupContent {
    MarkupContent(RichText(line: line), isMarkdown: abilities.showsMarkdownInCompletions)
  }
}
