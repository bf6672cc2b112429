import KaleWorkspace
import LanguageServerProtocol

extension Session {
  /// Whether the client has an open text's diagnostics by asking about the text itself.
  func isPulledText(_ uri: DocumentURI) -> Bool {
    documents.notebook(of: uri).map(isPulled) ?? false
  }

  /// Looks at a part of the workspace; gives whether nothing is left.
  func updateWorkspace() -> Bool {
    // Without word from the client, files may have come and gone.
    if !abilities.watchesFiles { workspace.lookAgain() }
    return workspace.update { path in
      guard let file = try? NotebookFile(path: path) else { return nil }
      let notebook = OpenNotebook(
        uri: DocumentURI(filePath: path), shape: .file(file.document, version: 0),
        selection: documents.selection(of: DocumentURI(filePath: path)), library: documents.library)
      reportCount += 1
      let content = WorkspaceContent(
        diagnostics: diagnostics(of: notebook.findings, in: notebook)[notebook.uri] ?? [],
        symbols: symbols(of: notebook),
        resultID: "workspace-\(reportCount)")
      return (content, notebook.referredPaths.sorted())
    }
  }
}
