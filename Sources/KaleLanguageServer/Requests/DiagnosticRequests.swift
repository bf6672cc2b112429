import LanguageServerProtocol

// Diagnostics for clients that pull them. Those of the cells of a notebook document are always pushed: an edit of one
// cell changes the findings of others, and a client that pulled each of a thousand cells would cost many times what
// pushing the changed ones does.

/// Reports the findings of a text.
enum DocumentDiagnosticRequest: RequestMethod {
  static let method = "textDocument/diagnostic"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    guard abilities.pullsDiagnostics else { return }
    capabilities.diagnosticProvider = DiagnosticRegistrationOptions(
      documentSelector: ["file", "untitled"].map(TextDocumentFilter.init(scheme:)),
      interFileDependencies: true, workspaceDiagnostics: false)
  }

  static func answer(
    _ params: DocumentDiagnosticParams, in session: Session
  ) throws -> DocumentDiagnosticReport {
    let uri = params.textDocument.uri
    // The findings of a file that is open as a notebook document, too, are at its cells.
    guard session.documents.syncedNotebooks[uri] == nil else { return .full(resultId: nil, items: []) }
    guard let notebook = session.documents.notebook(of: uri), notebook.cell(of: uri) == nil else {
      return .full(resultId: nil, items: [])
    }
    let items = session.diagnostics(of: notebook)[uri] ?? []
    if !items.isEmpty { session.reportedTexts.insert(uri) }
    return notebook.reported.report(
      items, known: params.previousResultId, count: &session.reportCount)
  }
}
