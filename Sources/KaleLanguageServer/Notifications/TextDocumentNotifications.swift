import LanguageServerProtocol
import SourceText

// Texts: `.ipynb` files as JSON, and notebooks as jupytext writes them.

enum OpenTextNotification: NotificationMethod {
  static let method = "textDocument/didOpen"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.openClose = true }
  }

  static func receive(_ params: DidOpenTextDocumentParams, in session: Session) {
    let item = params.textDocument
    let text = DocumentStore.Text(
      version: item.version, languageID: item.languageId, text: SourceText(item.text))
    if let notebook = session.documents.setText(text, of: item.uri) {
      session.publishDiagnostics(afterChangeOf: notebook)
    }
  }
}

enum ChangeTextNotification: NotificationMethod {
  static let method = "textDocument/didChange"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.change = .incremental }
  }

  static func receive(_ params: DidChangeTextDocumentParams, in session: Session) {
    let uri = params.textDocument.uri
    guard var text = session.documents.texts[uri] else {
      session.log(.error, "\(uri) changed, but is not open.")
      return
    }
    text.version = params.textDocument.version
    text.text = session.applying(params.contentChanges, to: text.text, of: uri)
    if let notebook = session.documents.setText(text, of: uri) {
      session.publishDiagnostics(afterChangeOf: notebook)
    } else if let before = session.documents.removeTextNotebook(uri) {
      // The text is no notebook any more.
      session.clearDiagnostics(afterCloseOf: before)
    }
  }
}

/// A text that is another form of a notebook's file gets from there what it does not hold itself.
enum SaveTextNotification: NotificationMethod {
  static let method = "textDocument/didSave"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.save = SaveOptions() }
  }

  static func receive(_ params: DidSaveTextDocumentParams, in session: Session) {
    let uri = params.textDocument.uri
    guard let text = session.documents.texts[uri], let notebook = session.documents.setText(text, of: uri)
    else { return }
    session.publishDiagnostics(afterChangeOf: notebook)
  }
}

enum CloseTextNotification: NotificationMethod {
  static let method = "textDocument/didClose"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.updateTextDocumentSync { $0.openClose = true }
  }

  static func receive(_ params: DidCloseTextDocumentParams, in session: Session) {
    guard let notebook = session.documents.removeText(params.textDocument.uri) else { return }
    session.clearDiagnostics(afterCloseOf: notebook)
  }
}

extension ServerCapabilities {
  /// Changes what is said of the synchronization of texts, which several notifications have a part in.
  fileprivate mutating func updateTextDocumentSync(_ change: (inout TextDocumentSyncOptions) -> Void) {
    var options = textDocumentSync ?? TextDocumentSyncOptions()
    change(&options)
    textDocumentSync = options
  }
}
