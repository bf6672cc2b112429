import LanguageServerProtocol
import NotebookModel

// Notebook documents: the client keeps our cells the same as its own.

/// A notebook document has been opened.
enum OpenNotebookNotification: NotificationMethod {
  static let method = "notebookDocument/didOpen"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.notebookDocumentSync = .allJupyterCells
  }

  static func receive(_ params: DidOpenNotebookDocumentParams, in session: Session) {
    let document = params.notebookDocument
    let texts = CellTexts(params.cellTextDocuments)
    let notebook = SyncedNotebook(
      uri: document.uri.description, version: document.version, metadata: document.metadata ?? [:],
      cells: document.cells.map { session.syncedCell($0, texts) })
    session.lookForConfigurations()
    let open = session.documents.setNotebook(notebook, of: document.uri)
    session.publishConfigurations()
    session.documents.setCells(notebook.cells, of: document.uri)
    session.publishDiagnostics(afterChangeOf: open)
    session.pullAgain(afterOpenOrCloseOf: document.uri)
  }
}

/// A notebook document has changed.
enum ChangeNotebookNotification: NotificationMethod {
  static let method = "notebookDocument/didChange"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.notebookDocumentSync = .allJupyterCells
  }

  static func receive(_ params: DidChangeNotebookDocumentParams, in session: Session) {
    let uri = params.notebookDocument.uri
    guard let open = session.documents.syncedNotebooks[uri], var notebook = open.notebookDocument else {
      session.log(.error, "Ignored a change to \(uri): it is not open.")
      return
    }
    let before = notebook.notebook
    notebook.setVersion(params.notebookDocument.version)
    let change = params.change
    if let metadata = change.metadata { notebook.setMetadata(metadata) }
    if let structure = change.cells?.structure {
      session.changeStructure(structure, of: &notebook)
      session.documents.setCells(notebook.cells, of: uri)
    }
    session.changeData(change.cells?.data ?? [], of: &notebook)
    for content in change.cells?.textContent ?? [] { session.changeText(content, of: &notebook) }
    session.documents.setNotebook(notebook, of: uri)
    // A client tells of every run of a cell; that changes nothing here.
    let after = notebook.notebook
    let isSame =
      before.cells == after.cells && before.problems == after.problems
      && before.foreignLanguage == after.foreignLanguage && before.kaleMetadata == after.kaleMetadata
      && before.kaleLSPMetadata == after.kaleLSPMetadata
      && change.cells?.structure == nil
    if !isSame { session.publishDiagnostics(afterChangeOf: open) }
  }
}

/// A notebook document has been closed.
enum CloseNotebookNotification: NotificationMethod {
  static let method = "notebookDocument/didClose"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.notebookDocumentSync = .allJupyterCells
  }

  static func receive(_ params: DidCloseNotebookDocumentParams, in session: Session) {
    guard let notebook = session.documents.removeNotebook(params.notebookDocument.uri) else { return }
    session.clearDiagnostics(afterCloseOf: notebook)
    session.endIdlePrograms(afterCloseOf: notebook)
    session.pullAgain(afterOpenOrCloseOf: params.notebookDocument.uri)
  }
}

extension NotebookDocumentSyncOptions {
  /// All cells, Markdown cells too: a tag on one of those is a finding.
  fileprivate static let allJupyterCells = NotebookDocumentSyncOptions(
    notebookSelector: [
      NotebookDocumentSelector(
        notebook: NotebookDocumentFilter.properties(notebookType: "jupyter-notebook"))
    ])
}
