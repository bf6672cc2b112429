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
}
