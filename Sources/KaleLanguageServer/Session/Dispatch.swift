import JSONSyntax

/// Which handler answers which method.
extension Session {
  /// The handler of a request; nil for a method the server does not have.
  func requestHandler(for method: String) -> ((Request) throws -> Reply)? {
    switch method {
    case "initialize": initialize
    case "shutdown": shutdown
    case "textDocument/hover": hover
    case "textDocument/codeAction": codeActions
    case "codeAction/resolve": resolveCodeAction
    case "workspace/executeCommand": executeCommand
    case "textDocument/completion": completions
    case "textDocument/definition": definition
    case "textDocument/references": references
    case "textDocument/documentHighlight": documentHighlights
    case "textDocument/prepareRename": prepareRename
    case "textDocument/rename": rename
    case "textDocument/diagnostic": documentDiagnostics
    case "workspace/diagnostic": workspaceDiagnostics
    case "textDocument/codeLens": codeLenses
    case "textDocument/inlayHint": inlayHints
    case "textDocument/documentSymbol": documentSymbols
    case "textDocument/foldingRange": foldingRanges
    case "textDocument/documentLink": documentLinks
    case "workspace/symbol": workspaceSymbols
    case "kale/outline": outline
    default: nil
    }
  }

  /// The handler of a notification; nil for one the server does not care for.
  func notificationHandler(for method: String) -> ((JSONNode?) throws -> Void)? {
    switch method {
    case "initialized": initialized
    case "$/setTrace": setTrace
    case "$/cancelRequest": requestWasCancelled
    case "window/workDoneProgress/cancel": progressWasCancelled
    case "workspace/didChangeWorkspaceFolders": workspaceFoldersDidChange
    case "workspace/didChangeWatchedFiles": watchedFilesDidChange
    case "workspace/didChangeConfiguration": configurationDidChange
    case "textDocument/didOpen": textDocumentDidOpen
    case "textDocument/didChange": textDocumentDidChange
    case "textDocument/didSave": textDocumentDidSave
    case "textDocument/didClose": textDocumentDidClose
    case "notebookDocument/didOpen": notebookDidOpen
    case "notebookDocument/didChange": notebookDidChange
    case "notebookDocument/didClose": notebookDidClose
    default: nil
    }
  }
}
