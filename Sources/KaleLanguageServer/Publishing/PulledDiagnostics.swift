import LanguageServerProtocol

extension Session {
  /// Whether the client asks for what it shows of a notebook.
  func isPulled(_ notebook: OpenNotebook) -> Bool {
    abilities.pullsDiagnostics && notebook.textVersion != nil
  }

  /// Has a client that asks for diagnostics ask anew.
  func refreshDiagnostics() {
    answerHeldPull()
    guard abilities.pullsDiagnostics, phase == .running else { return }
    request("workspace/diagnostic/refresh", nil) { _ in }
  }

  /// Has a client that asks for diagnostics ask for those that a notebook document decides: its file is not reported while
  /// the document is open, neither as a file of the workspace nor as a text.
  func pullAgain(afterOpenOrCloseOf notebook: DocumentURI) {
    if documents.texts[notebook] == nil {
      answerHeldPull()
    } else {
      refreshDiagnostics()
    }
  }
}
