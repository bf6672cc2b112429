import JSONSyntax
import KalePipeline
import LanguageServerProtocol
import NotebookModel
import SourceText

extension Session {
  /// In a tag that is being written, what it may become. Notebook documents have no tags in their texts.
  func completions(_ request: Request) throws -> Reply {
    let params: CompletionParams = try request.read()
    guard let notebook = documents.notebook(of: params.textDocument.uri),
      let tag = try notebook.typedTag(at: params.position, abilities.columns)
    else { return .now(JSONValue.array([])) }
    let range = notebook.range(of: tag, abilities.columns)
    let found = TagCompletion.completions(of: tag.typed, tag: tag.index, in: tag.cell, notebook.analysis)
    let writer = CompletionItemWriter(abilities: abilities)
    return .now(found.enumerated().map { writer.item(for: $0.element, at: $0.offset, in: range) }.json)
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
      detail: completion.detail, documentation: documentation(of: completion),
      sortText: String(1000 + rank), filterText: completion.text,
      insertTextFormat: isSnippet ? .snippet : .plainText,
      textEdit: TextEdit(range: range, newText: completion.text + rest))
  }

  private func kind(of completion: TagCompletion) -> CompletionItemKind {
    switch completion.kind {
    case .tag: .keyword
    case .step: .reference
    case .beginning: .snippet
    }
  }

  private func documentation(of completion: TagCompletion) -> MarkupContent {
    var text = RichText()
    text.addLine(completion.documentation)
    return abilities.showsMarkdownInCompletions
      ? MarkupContent(kind: .markdown, value: text.markdown)
      : MarkupContent(kind: .plainText, value: text.plain)
  }
}
