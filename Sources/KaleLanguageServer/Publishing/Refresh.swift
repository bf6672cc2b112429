import KaleIDE

extension Session {
  /// Has the client ask anew for lenses and hints, where a change of one cell has changed those of others. Texts are
  /// asked about after each of their changes anyway.
  func refreshHints(of notebook: OpenNotebook) {
    guard abilities.refreshesCodeLenses || abilities.refreshesInlayHints, notebook.notebookDocument != nil
    else {
      return
    }
    let shown = ShownFlow(notebook.analysis)
    defer { notebook.shownFlow = shown }
    guard let before = notebook.shownFlow, before != shown else { return }
    if abilities.refreshesCodeLenses { request("workspace/codeLens/refresh", nil) { _ in } }
    if abilities.refreshesInlayHints { request("workspace/inlayHint/refresh", nil) { _ in } }
  }
}
