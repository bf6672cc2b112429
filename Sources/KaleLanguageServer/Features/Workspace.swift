import JSONSyntax
import KaleWorkspace
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

  /// Notebooks that change on disk: those that an open one refers to, and those of the workspace. Modules that come and
  /// go beside notebooks: what is in them does not matter.
  var watcherRegistration: Registration {
    let endings = LocalModuleSearch.fileTypes.filter { !$0.contains(".") }.joined(separator: ",")
    let options = DidChangeWatchedFilesRegistrationOptions(watchers: [
      FileSystemWatcher(globPattern: "**/*.ipynb"),
      FileSystemWatcher(globPattern: "**/*.{\(endings)}", kind: [.create, .delete]),
    ])
    return Registration(
      id: "kale-lsp/files", method: "workspace/didChangeWatchedFiles", registerOptions: options.json)
  }

  func watchedFilesDidChange(_ params: JSONNode?) throws {
    let changes = try DidChangeWatchedFilesParams(params: params).changes
    let paths = Set(changes.compactMap(\.uri.filePath).map(FileSystem.normalized))
    let folders = foldersOfModules(changes)
    workspace.lookAgain()
    workspace.forgetContents(in: folders)
    documents.library.forgetModules(in: folders)
    for notebook in documents.openNotebooks
    where paths.contains(where: { notebook.refers(to: $0) }) || notebook.looksForModules(in: folders) {
      notebook.forgetAnalysis()
      publishDiagnostics(of: notebook)
      announceOutline(of: notebook)
      refreshHints(of: notebook)
    }
    refreshDiagnostics()
  }

  /// Returns the folders where notebooks may find other modules than before: a file may be a module beside a notebook, or
  /// make the folder that it is in one.
  private func foldersOfModules(_ changes: [FileEvent]) -> Set<String> {
    let modules = changes.filter { $0.type != .changed }.compactMap(\.uri.filePath)
      .filter(LocalModuleSearch.isModuleFile).map(FileSystem.normalized)
    let folders = modules.map(FileSystem.folder)
    return Set(folders).union(folders.map(FileSystem.folder))
  }
}
