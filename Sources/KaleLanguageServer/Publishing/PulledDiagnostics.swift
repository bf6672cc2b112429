import LanguageServerProtocol

extension Session {
  /// Whether the client asks for what it shows of a notebook.
  func isPulled(_ notebook: OpenNotebook) -> Bool {
    abilities.pullsDiagnostics && notebook.textVersion != nil
  }

  /// Has a client that asks for diagnostics ask anew.
  func refreshDiagnostics() {
    guard abilities.pullsDiagnostics, phase == .running else { return }
    request("workspace/diagnostic/refresh", nil) { _ in }
  }
}

/// What a client has been told of a document that it asks about, under a name that changes with it.
struct ReportedDiagnostics {
  private var number = 0
  private var items: [Diagnostic]?

  /// The report of the diagnostics as they are now; `known` is the name of the one that the client has.
  mutating func report(_ items: [Diagnostic], known: String?) -> DocumentDiagnosticReport {
    if self.items != items {
      self.items = items
      number += 1
    }
    let name = String(number)
    return name == known ? .unchanged(resultId: name) : .full(resultId: name, items: items)
  }
}
