import KaleWorkspace
import LanguageServerProtocol
import SourceText

// Text documents: `.ipynb` files as JSON, and notebooks as jupytext writes them.

/// A text document has been opened.
enum OpenTextNotification: NotificationMethod {
  static let method = "textDocument/didOpen"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.openClose = true }
  }

  static func receive(_ params: DidOpenTextDocumentParams, in session: Session) {
    let item = params.textDocument
    let text = DocumentStore.Text(
      version: item.version, languageID: item.languageId, text: SourceText(item.text))
    session.lookForConfigurations()
    if let notebook = session.documents.setText(text, of: item.uri) {
      session.publishConfigurations()
      session.publishDiagnostics(afterChangeOf: notebook)
      session.answerHeldPull()
    }
  }
}

/// A text document has changed.
enum ChangeTextNotification: NotificationMethod {
  static let method = "textDocument/didChange"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.change = .incremental }
  }

  static func receive(_ params: DidChangeTextDocumentParams, in session: Session) {
    let uri = params.textDocument.uri
    guard var text = session.documents.texts[uri] else {
      session.log(.error, "Ignored a change to \(uri): it is not open.")
      return
    }
    text.version = params.textDocument.version
    text.text = session.applying(params.contentChanges, to: text.text, of: uri)
    if let notebook = session.documents.setText(text, of: uri) {
      session.publishDiagnostics(afterChangeOf: notebook)
    } else if let before = session.documents.removeTextNotebook(uri) {
      // The text is no notebook any more.
      session.clearDiagnostics(afterCloseOf: before)
      session.answerHeldPull()
    }
  }
}

/// A text document has been saved. One that is paired with an `.ipynb` file is read again: part of it comes from there.
enum SaveTextNotification: NotificationMethod {
  static let method = "textDocument/didSave"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.save = SaveOptions() }
  }

  static func receive(_ params: DidSaveTextDocumentParams, in session: Session) {
    let uri = params.textDocument.uri
    if let path = uri.filePath.map(FileSystem.normalized) {
      if ProjectConfigurations.isConfigurationFile(path) { session.reloadConfigurations() }
      session.documents.library.forgetFiles(in: [FileSystem.folder(of: path)])
    }
    guard let text = session.documents.texts[uri], let notebook = session.documents.setText(text, of: uri)
    else { return }
    session.publishDiagnostics(afterChangeOf: notebook)
  }
}

/// A text document has been closed.
enum CloseTextNotification: NotificationMethod {
  static let method = "textDocument/didClose"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.openClose = true }
  }

  static func receive(_ params: DidCloseTextDocumentParams, in session: Session) {
    guard let notebook = session.documents.removeText(params.textDocument.uri) else { return }
    session.clearDiagnostics(afterCloseOf: notebook)
    session.endIdlePrograms(afterCloseOf: notebook)
    session.answerHeldPull()
  }
}

extension ServerCapabilities {
  /// Changes the options for text documents, to which several notifications contribute.
  fileprivate mutating func updateTextDocumentSync(_ change: (inout TextDocumentSyncOptions) -> Void) {
    var options = textDocumentSync ?? TextDocumentSyncOptions()
    change(&options)
    textDocumentSync = options
  }
}
