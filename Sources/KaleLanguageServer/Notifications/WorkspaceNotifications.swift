import KaleWorkspace
import LanguageServerProtocol

/// Folders have been added to the workspace or removed from it.
enum WorkspaceFoldersNotification: NotificationMethod {
  static let method = "workspace/didChangeWorkspaceFolders"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.workspace = WorkspaceOptions(
      workspaceFolders: WorkspaceFoldersServerCapabilities(supported: true, changeNotifications: true))
  }

  static func receive(_ params: DidChangeWorkspaceFoldersParams, in session: Session) {
    let paths = { (folders: [WorkspaceFolder]) in
      folders.compactMap(\.uri.filePath).map(FileSystem.normalized)
    }
    let removed = Set(paths(params.event.removed))
    let kept = session.workspace.folders.filter { !removed.contains($0) }
    session.setFolders(kept + paths(params.event.added).filter { !kept.contains($0) })
    session.refreshDiagnostics()
  }
}

/// Files have been created, changed or deleted. The server registers for this after `initialized`.
enum WatchedFilesNotification: NotificationMethod {
  static let method = "workspace/didChangeWatchedFiles"

  static func receive(_ params: DidChangeWatchedFilesParams, in session: Session) {
    let paths = Set(params.changes.compactMap(\.uri.filePath).map(FileSystem.normalized))
    if paths.contains(where: ProjectConfigurations.isConfigurationFile) { session.reloadConfigurations() }
    let folders = session.foldersOfModules(params.changes)
    session.workspace.lookAgain()
    session.workspace.forgetContents(in: folders)
    let foldersAbove = session.foldersAbove(params.changes)
    session.documents.library.forgetFiles(in: folders.union(foldersAbove))
    for notebook in session.documents.openNotebooks
    where paths.contains(where: { notebook.refers(to: $0) }) || notebook.looksForModules(in: folders)
      || notebook.shipsFiles(from: foldersAbove)
    {
      notebook.forgetAnalysis()
      session.publishDiagnostics(of: notebook)
      session.announceOutline(of: notebook)
      session.refreshHints(of: notebook)
    }
    session.refreshDiagnostics()
  }
}

/// The folders that the person works in, and what happens in them beside the editor.
extension Session {
  func takeFolders(of params: InitializeParams) {
    let folders = params.workspaceFolders?.map(\.uri) ?? params.rootUri.map { [$0] } ?? []
    setFolders(folders.compactMap(\.filePath).map(FileSystem.normalized))
  }

  /// Notebooks that change on disk: those that an open one refers to, and those of the workspace. Modules that come and
  /// go beside notebooks, or change: pipelines ship them.
  var watcherRegistration: Registration {
    let endings = LocalModuleSearch.fileTypes.filter { !$0.contains(".") }.joined(separator: ",")
    let options = DidChangeWatchedFilesRegistrationOptions(watchers: [
      FileSystemWatcher(globPattern: "**/*.ipynb"),
      FileSystemWatcher(globPattern: "**/{\(ConfigurationFile.names.joined(separator: ","))}"),
      FileSystemWatcher(globPattern: "**/*.{\(endings)}"),
    ])
    return Registration(
      id: "kale-lsp/files", method: "workspace/didChangeWatchedFiles", registerOptions: options.json)
  }

  /// Returns all folders that files which changed are in, up to the root: a notebook there may ship them.
  fileprivate func foldersAbove(_ changes: [FileEvent]) -> Set<String> {
    var folders: Set<String> = []
    for path in changes.compactMap(\.uri.filePath).filter({ !$0.hasSuffix(".ipynb") }) {
      var folder = FileSystem.folder(of: FileSystem.normalized(path))
      while folders.insert(folder).inserted { folder = FileSystem.folder(of: folder) }
    }
    return folders
  }

  /// Returns the folders where notebooks may find other modules than before: a file may be a module beside a notebook, or
  /// make the folder that it is in one.
  fileprivate func foldersOfModules(_ changes: [FileEvent]) -> Set<String> {
    let modules = changes.filter { $0.type != .changed }.compactMap(\.uri.filePath)
      .filter(LocalModuleSearch.isModuleFile).map(FileSystem.normalized)
    let folders = modules.map(FileSystem.folder)
    return Set(folders).union(folders.map(FileSystem.folder))
  }
}
