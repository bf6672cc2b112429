import KaleWorkspace
import LanguageServerProtocol

/// Diagnostics for clients that ask for them: of texts, and of the notebooks of the workspace that are not open.
///
/// The cells of a notebook document are told of by themselves in any case: an edit of one changes what is to be said of
/// others, and to have the client ask about each of a thousand cells costs many times what telling of the changed ones does.
extension Session {
  /// Whether the client asks for what it shows of a notebook.
  func isPulled(_ notebook: OpenNotebook) -> Bool {
    guard abilities.pullsDiagnostics, case .file = notebook.shape else { return false }
    return true
  }

  func documentDiagnostics(_ request: Request) throws -> Reply {
    let params: DocumentDiagnosticParams = try request.read()
    let uri = params.textDocument.uri
    guard let notebook = documents.notebook(of: uri), notebook.cell(of: uri) == nil else {
      return .now(DocumentDiagnosticReport.full(resultId: nil, items: []))
    }
    let items = diagnostics(of: notebook)[uri] ?? []
    return .now(notebook.reported.report(items, known: params.previousResultId))
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

// MARK: - The workspace

/// What is known of a notebook of the workspace that is not open.
struct WorkspaceContent {
  let diagnostics: [Diagnostic]
  let symbols: [SymbolInformation]
  /// The name under which the diagnostics are reported.
  let resultID: String
}

extension Session {
  /// What is wrong with the notebooks of the workspace that are not open. Of a large workspace this tells a part, and has
  /// the client ask for the rest.
  func workspaceDiagnostics(_ request: Request) throws -> Reply {
    let params: WorkspaceDiagnosticParams = try request.read()
    if let token = params.workDoneToken {
      notify(token, .begin(title: "Checking the notebooks of the workspace"))
    }
    let isComplete = updateWorkspace()
    var known = Dictionary(
      params.previousResultIds.map { ($0.uri, $0.value) }, uniquingKeysWith: { first, _ in first })
    var items: [WorkspaceDocumentDiagnosticReport] = []
    for (path, content) in workspace.contents {
      let uri = DocumentURI(filePath: path)
      guard documents.notebook(meantBy: uri) == nil else { continue }
      let previous = known.removeValue(forKey: uri)
      // What has never been wrong is not worth a word.
      guard previous != nil || !content.diagnostics.isEmpty else { continue }
      let report: DocumentDiagnosticReport =
        previous == content.resultID
        ? .unchanged(resultId: content.resultID)
        : .full(resultId: content.resultID, items: content.diagnostics)
      items.append(WorkspaceDocumentDiagnosticReport(uri: uri, report: report))
    }
    // Those that are gone, and those that are open now, for which the client asks or is told otherwise.
    items += known.keys.sorted { $0.description < $1.description }.filter { !isPulledText($0) }.map { uri in
      WorkspaceDocumentDiagnosticReport(uri: uri, report: .full(resultId: nil, items: []))
    }
    if let token = params.workDoneToken { notify(token, .end()) }
    if !isComplete { refreshDiagnostics() }
    return .now(WorkspaceDiagnosticReport(items: items))
  }

  /// Whether the client has an open text's diagnostics by asking about the text itself.
  private func isPulledText(_ uri: DocumentURI) -> Bool {
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
        selection: documents.selection, library: documents.library)
      workspaceResultCount += 1
      let content = WorkspaceContent(
        diagnostics: diagnostics(of: notebook)[notebook.uri] ?? [], symbols: symbols(of: notebook),
        resultID: "workspace-\(workspaceResultCount)")
      return (content, notebook.referredPaths.sorted())
    }
  }
}
