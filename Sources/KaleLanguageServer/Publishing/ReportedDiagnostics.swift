import LanguageServerProtocol

/// The diagnostics that a client was last sent of a document that it pulls, and the name of that report.
struct ReportedDiagnostics {
  private var number = 0
  private var items: [Diagnostic]?

  /// Returns the report of the diagnostics as they are now.
  ///
  /// - Parameters:
  ///   - items: The diagnostics.
  ///   - known: The name of the report that the client has.
  ///   - count: The number of reports in the session, which names a new one: a client may still have a report from when the
  ///     document was open before, or was a notebook before.
  /// - Returns: The diagnostics, or that they are those of the report that the client has.
  mutating func report(
    _ items: [Diagnostic], known: String?, count: inout Int
  ) -> DocumentDiagnosticReport {
    if self.items != items {
      self.items = items
      count += 1
      number = count
    }
    let name = String(number)
    return name == known ? .unchanged(resultId: name) : .full(resultId: name, items: items)
  }
}
