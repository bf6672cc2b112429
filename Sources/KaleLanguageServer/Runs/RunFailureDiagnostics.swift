import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol
import NotebookModel

extension Session {
  /// The code of a diagnostic that says where a step failed.
  static let runFailureCode = "run-failed"

  /// Returns a diagnostic for each step that failed in the last run of a notebook, where its cell is as it was.
  func runFailures(of notebook: OpenNotebook) -> [(uri: DocumentURI, diagnostic: Diagnostic)] {
    var failures =
      runRecord(of: notebook).map { record in
        record.failures.map { (failure: $0, notebook: record.base.notebook) }
      } ?? []
    failures += failuresOfReferringRuns(in: notebook).map { ($0.failure, $0.notebook) }
    return failures.compactMap { diagnostic(of: $0.failure, in: $0.notebook, now: notebook) }
  }

  /// Returns the diagnostic for a failure in a notebook as it was; nil if its cell is not there any more as it was.
  private func diagnostic(
    of failure: RunRecord.Failure, in base: Notebook, now notebook: OpenNotebook
  ) -> (uri: DocumentURI, diagnostic: Diagnostic)? {
    guard let cell = failure.cell, let current = base.index(of: cell, inLaterState: notebook.notebook)
    else { return nil }
    let place = Self.place(ofLine: failure.line, in: current, of: notebook.notebook)
    let location = notebook.location(of: place, abilities.columns)
    let message = failure.message.isEmpty ? "." : ": \(failure.message.prefix(Self.longestMessage))"
    return (
      location.uri,
      Diagnostic(
        range: location.range, severity: .error, code: .string(Self.runFailureCode), source: "kale",
        message: "Step `\(failure.step)` failed\(message)")
    )
  }

  /// Publishes the failures of a run, if they are others than before.
  func publishFailures(of run: RunInProgress) {
    let failures = run.record.failures
    guard failures != run.publishedFailures else { return }
    run.publishedFailures = failures
    publishRunFailures(of: run.uri)
    publishReferencedFailures(of: run.record, at: run.program.notebookPath)
  }

  /// Publishes what is known of the last run of a notebook, if that is open.
  func publishRunFailures(of uri: DocumentURI) {
    guard phase == .running, let path = uri.filePath else { return }
    // A file may be open as a text and as a notebook document at once.
    for notebook in documents.openNotebooks where notebook.uri.filePath == path {
      publishDiagnostics(of: notebook)
      if isPulled(notebook) { refreshDiagnostics() }
    }
  }

  /// A message is shown in a tooltip.
  private static let longestMessage = 2000

  /// The code of a line, without the blanks around it; the whole cell if the line is unknown.
  private static func place(ofLine line: Int?, in cell: CellIndex, of notebook: Notebook) -> NotebookPlace {
    let source = notebook.cells[cell].source
    guard let line, let content = source.contentRange(ofLine: line) else { return .cell(cell) }
    let bytes = source.utf8[content]
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    guard let start = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return .source(cell: cell, range: content) }
    return .source(cell: cell, range: start..<last + 1)
  }
}
