import JSONSyntax

/// Which handler answers which method.
extension Session {
  static let requestHandlers: [String: (Session) -> (Request) throws -> Reply] = [
    "initialize": Session.initialize,
    "shutdown": Session.shutdown,
    "textDocument/hover": Session.hover,
    "textDocument/codeAction": Session.codeActions,
    "workspace/executeCommand": Session.executeCommand,
  ]

  static let notificationHandlers: [String: (Session) -> (JSONNode?) throws -> Void] = [
    "initialized": Session.initialized,
    "$/setTrace": Session.setTrace,
    "textDocument/didOpen": Session.textDocumentDidOpen,
    "textDocument/didChange": Session.textDocumentDidChange,
    "textDocument/didSave": Session.textDocumentDidSave,
    "textDocument/didClose": Session.textDocumentDidClose,
    "notebookDocument/didOpen": Session.notebookDidOpen,
    "notebookDocument/didChange": Session.notebookDidChange,
    "notebookDocument/didSave": Session.notebookDidSave,
    "notebookDocument/didClose": Session.notebookDidClose,
  ]
}
