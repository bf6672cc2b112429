import LanguageServerProtocol

// Diagnostics for clients that pull them: of texts, and of the notebooks of the workspace that are not open.
//
// Those of the cells of a notebook document are always pushed: an edit of one cell changes the findings of others, and a
// client that pulled each of a thousand cells would cost many times what pushing the changed ones does.

/// Reports the findings of a text.
enum DocumentDiagnosticRequest: RequestMethod {
  static let method = "textDocument/diagnostic"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    guard abilities.pullsDiagnostics else { return }
    capabilities.diagnosticProvider = DiagnosticRegistrationOptions(
      documentSelector: ["file", "untitled"].map(TextDocumentFilter.init(scheme:)),
      interFileDependencies: true, workspaceDiagnostics: false)
  }

  static func answer(
    _ params: DocumentDiagnosticParams, in session: Session
  ) throws -> DocumentDiagnosticReport {
    let uri = params.textDocument.uri
    guard let notebook = session.documents.notebook(of: uri), notebook.cell(of: uri) == nil else {
      return .full(resultId: nil, items: [])
    }
    let items = session.diagnostics(of: notebook)[uri] ?? []
    if !items.isEmpty { session.reportedTexts.insert(uri) }
    return notebook.reported.report(
      items, known: params.previousResultId, count: &session.reportCount)
  }
}

/// Reports the findings of the notebooks of the workspace that are not open. Of a large workspace it reports a part, and
/// requests that the client pull the rest.
enum WorkspaceDiagnosticRequest: RequestMethod {
  static let method = "workspace/diagnostic"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.diagnosticProvider?.workspaceDiagnostics = true
  }

  static func answer(
    _ params: WorkspaceDiagnosticParams, in session: Session
  ) throws -> WorkspaceDiagnosticReport {
    if let token = params.workDoneToken {
      session.notify(token, .begin(title: "Checking workspace notebooks"))
    }
    let isComplete = session.updateWorkspace()
    var known = Dictionary(
      params.previousResultIds.map { ($0.uri, $0.value) }, uniquingKeysWith: { first, _ in first })
    var items: [WorkspaceDocumentDiagnosticReport] = []
    for (path, content) in session.workspace.contents {
      let uri = DocumentURI(filePath: path)
      guard session.documents.notebook(meantBy: uri) == nil else { continue }
      let previous = known.removeValue(forKey: uri)
      let wasReported = session.reportedTexts.remove(uri) != nil
      // What has never been wrong is not worth a word.
      guard previous != nil || wasReported || !content.diagnostics.isEmpty else { continue }
      let report: DocumentDiagnosticReport =
        previous == content.resultID
        ? .unchanged(resultId: content.resultID)
        : .full(resultId: content.resultID, items: content.diagnostics)
      items.append(WorkspaceDocumentDiagnosticReport(uri: uri, report: report))
    }
    items += session.emptyReports(known: known.keys)
    if let token = params.workDoneToken { session.notify(token, .end()) }
    if !isComplete { session.refreshDiagnostics() }
    return WorkspaceDiagnosticReport(items: items)
  }
}

extension Session {
  /// Reports no findings of files that the client may show findings of, and which are gone or open now.
  ///
  /// A text that is open is reported when the client asks about it. The cells of a notebook document are published: its
  /// file, which may have been open as a text before, has no findings of its own.
  ///
  /// - Parameter known: The files of which the client has a report of the workspace.
  /// - Returns: The reports, ordered by file.
  fileprivate func emptyReports(known: some Sequence<DocumentURI>) -> [WorkspaceDocumentDiagnosticReport] {
    let shown = reportedTexts.union(known).filter { !isPulledText($0) }
    reportedTexts.subtract(shown)
    return shown.sorted { $0.description < $1.description }.map {
      WorkspaceDocumentDiagnosticReport(uri: $0, report: .full(resultId: nil, items: []))
    }
  }
}
