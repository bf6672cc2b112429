import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// Reports the findings of the notebooks of the workspace that are not open. Of a large workspace it reports a part, and
/// requests that the client pull the rest.
///
/// A client that can wait gets its answer once there is something new: it asks again after each answer.
enum WorkspaceDiagnosticRequest: RequestHandler {
  static let method = "workspace/diagnostic"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.diagnosticProvider?.workspaceDiagnostics = true
  }

  static func handle(_ request: Request, in session: Session) throws -> Reply<JSONValue> {
    let params: WorkspaceDiagnosticParams = try request.read()
    session.answerHeldPull()
    if let token = params.workDoneToken {
      session.notify(token, .begin(title: "Checking workspace notebooks"))
    }
    let isComplete = session.updateWorkspace()
    let report = session.workspaceReport(known: params.previousResultIds)
    if let token = params.workDoneToken { session.notify(token, .end()) }
    if !isComplete { session.refreshDiagnostics() }
    // Without word from the client, only its next request tells that files have changed.
    let canWait = params.partialResultToken != nil && session.abilities.watchesFiles
    guard canWait, isComplete, report.isUnchanged else { return .now(report.json) }
    session.heldPull = HeldPull(request: request, known: params.previousResultIds)
    return .later
  }
}

/// A pull of the workspace that waits for something new.
struct HeldPull {
  let request: Request
  /// The reports that the client has.
  let known: [PreviousResultId]
}

extension Session {
  /// Answers the pull that waits, because there may be something new.
  func answerHeldPull() {
    guard let pull = heldPull else { return }
    heldPull = nil
    let isComplete = updateWorkspace()
    finish(pull.request, with: .success(workspaceReport(known: pull.known).json))
    if !isComplete { refreshDiagnostics() }
  }

  /// Gives up the pull that waits, where the client has cancelled it.
  func cancelHeldPull(_ id: RequestID) {
    guard let pull = heldPull, pull.request.id == id else { return }
    heldPull = nil
    finish(pull.request, with: .failure(.cancelledByClient))
  }

  /// Reports the findings of notebooks that are not open.
  ///
  /// - Parameter reports: The reports that the client has.
  /// - Returns: What differs from them, and that the others do not.
  fileprivate func workspaceReport(known reports: [PreviousResultId]) -> WorkspaceDiagnosticReport {
    var known = Dictionary(reports.map { ($0.uri, $0.value) }, uniquingKeysWith: { first, _ in first })
    var items: [WorkspaceDocumentDiagnosticReport] = []
    for (path, content) in workspace.contents {
      let uri = DocumentURI(filePath: path)
      guard documents.notebook(meantBy: uri) == nil else { continue }
      let previous = known.removeValue(forKey: uri)
      let wasReported = reportedTexts.remove(uri) != nil
      // What has never been wrong is not worth a word.
      guard previous != nil || wasReported || !content.diagnostics.isEmpty else { continue }
      let report: DocumentDiagnosticReport =
        previous == content.resultID
        ? .unchanged(resultId: content.resultID)
        : .full(resultId: content.resultID, items: content.diagnostics)
      items.append(WorkspaceDocumentDiagnosticReport(uri: uri, report: report))
    }
    return WorkspaceDiagnosticReport(items: items + emptyReports(known: known.keys))
  }

  /// Reports no findings of files that the client may show findings of, and which are gone or open now.
  ///
  /// A text that is open is reported when the client asks about it. The cells of a notebook document are published: its
  /// file, which may have been open as a text before, has no findings of its own.
  ///
  /// - Parameter known: The files of which the client has a report of the workspace.
  /// - Returns: The reports, ordered by file.
  private func emptyReports(known: some Sequence<DocumentURI>) -> [WorkspaceDocumentDiagnosticReport] {
    let shown = reportedTexts.union(known).filter { !isPulledText($0) }
    reportedTexts.subtract(shown)
    return shown.sorted { $0.description < $1.description }.map {
      WorkspaceDocumentDiagnosticReport(uri: $0, report: .full(resultId: nil, items: []))
    }
  }
}

extension WorkspaceDiagnosticReport {
  /// Whether the client has all that the report says.
  fileprivate var isUnchanged: Bool {
    items.allSatisfy { item in
      if case .unchanged = item.report { return true }
      return false
    }
  }
}
