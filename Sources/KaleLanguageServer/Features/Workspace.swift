import JSONSyntax
import LanguageServerProtocol

/// The folders that the person works in, and what happens in them beside the editor.
extension Session {
  func takeFolders(of params: InitializeParams) {
    let folders = params.workspaceFolders?.map(\.uri) ?? params.rootUri.map { [$0] } ?? []
    workspace.setFolders(folders.compactMap(\.filePath).map(FileSystem.normalized))
  }

  func workspaceFoldersDidChange(_ params: JSONNode?) throws {
    let event = try DidChangeWorkspaceFoldersParams(params: params).event
    let paths = { (folders: [WorkspaceFolder]) in
      folders.compactMap(\.uri.filePath).map(FileSystem.normalized)
    }
    let removed = Set(paths(event.removed))
    let kept = workspace.folders.filter { !removed.contains($0) }
    workspace.setFolders(kept + paths(event.added).filter { !kept.contains($0) })
    refreshDiagnostics()
  }

  /// Notebooks that change on disk: those that an open one refers to, and those of the workspace.
  var watcherRegistration: Registration {
    let options = DidChangeWatchedFilesRegistrationOptions(
      watchers: [FileSystemWatcher(globPattern: "**/*.ipynb")])
    return Registration(
      id: "kale-lsp/files", method: "workspace/didChangeWatchedFiles", registerOptions: options.json)
  }

  func watchedFilesDidChange(_ params: JSONNode?) throws {
    let changes = try DidChangeWatchedFilesParams(params: params).changes
    let paths = Set(changes.compactMap(\.uri.filePath).map(FileSystem.normalized))
    workspace.lookAgain()
    for notebook in documents.openNotebooks where paths.contains(where: { notebook.refers(to: $0) }) {
      notebook.forgetAnalysis()
      publishDiagnostics(of: notebook)
      announceOutline(of: notebook)
      refreshHints(of: notebook)
    }
    refreshDiagnostics()
  }
}
