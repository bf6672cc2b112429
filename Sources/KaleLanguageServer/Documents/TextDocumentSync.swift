import JSONSyntax
import LanguageServerProtocol
import SourceText

/// Texts: `.ipynb` files as JSON, and notebooks as jupytext writes them.
extension Session {
  func textDocumentDidOpen(_ params: JSONNode?) throws {
    let item = try DidOpenTextDocumentParams(params: params).textDocument
    let text = DocumentStore.Text(
      version: item.version, languageID: item.languageId, text: SourceText(item.text))
    if let notebook = documents.setText(text, of: item.uri) { publishDiagnostics(afterChangeOf: notebook) }
  }

  func textDocumentDidChange(_ params: JSONNode?) throws {
    let params = try DidChangeTextDocumentParams(params: params)
    let uri = params.textDocument.uri
    guard var text = documents.texts[uri] else {
      log(.error, "\(uri) changed, but is not open.")
      return
    }
    text.version = params.textDocument.version
    text.text = applying(params.contentChanges, to: text.text, of: uri)
    if let notebook = documents.setText(text, of: uri) {
      publishDiagnostics(afterChangeOf: notebook)
    } else if let before = documents.removeTextNotebook(uri) {
      // The text is no notebook any more.
      clearDiagnostics(afterCloseOf: before)
    }
  }

  /// A text that is another form of a notebook's file gets from there what it does not hold itself.
  func textDocumentDidSave(_ params: JSONNode?) throws {
    let uri = try DidSaveTextDocumentParams(params: params).textDocument.uri
    guard let text = documents.texts[uri], let notebook = documents.setText(text, of: uri) else { return }
    publishDiagnostics(afterChangeOf: notebook)
  }

  func textDocumentDidClose(_ params: JSONNode?) throws {
    let uri = try DidCloseTextDocumentParams(params: params).textDocument.uri
    if let notebook = documents.removeText(uri) { clearDiagnostics(afterCloseOf: notebook) }
  }

  /// The text after some changes. One outside the text is made at its end, and the log says so, since from then on
  /// client and server may see different texts.
  func applying(
    _ changes: [TextDocumentContentChangeEvent], to text: SourceText, of uri: DocumentURI
  ) -> SourceText {
    var text = text
    for change in changes {
      switch change {
      case .whole(let new): text = SourceText(new)
      case .partial(let range, let new):
        let start = offset(of: range.start, in: text, of: uri)
        let end = offset(of: range.end, in: text, of: uri)
        text = text.replacing(start..<max(start, end), with: new.utf8)
      }
    }
    return text
  }

  private func offset(of position: Position, in text: SourceText, of uri: DocumentURI) -> Int {
    do {
      return try text.offset(of: position, abilities.columns)
    } catch {
      log(.error, "A change of \(uri) is outside its text. \(error.message)")
      return text.utf8.count
    }
  }
}
