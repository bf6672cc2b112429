import JSONRPC
import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol
import NotebookModel

/// Turns fixes into what a client can apply.
struct FixAction {
  let abilities: ClientAbilities

  /// A fix as a code action of one undo step; nil where the client cannot make all of it.
  func action(for fix: Fix, kind: CodeActionKind, in notebook: OpenNotebook) -> CodeAction? {
    switch notebook.shape {
    case .file(let document, let version):
      let edits = document.sourceEdits(for: fix.edits)
      guard !edits.isEmpty else { return nil }
      let change = DocumentChange(
        uri: notebook.uri, version: version,
        edits: edits.map { TextEdit($0, in: document.text, abilities.columns) })
      return CodeAction(title: fix.title, kind: kind, edit: workspaceEdit([change]))
    case .synced(let synced):
      return action(for: synced.editorEdits(for: fix.edits), title: fix.title, kind: kind, in: synced)
    }
  }

  /// Edits of texts alone are LSP's own; for all else the client has to have a request of this project.
  private func action(
    for edits: [SyncedEdit], title: String, kind: CodeActionKind, in notebook: SyncedNotebook
  ) -> CodeAction? {
    guard !edits.isEmpty else { return nil }
    let changes = edits.compactMap { textChange($0, in: notebook) }
    if changes.count == edits.count {
      return CodeAction(title: title, kind: kind, edit: workspaceEdit(changes))
    }
    guard edits.allSatisfy({ abilities.notebookEdits.contains($0.kind) }) else { return nil }
    let params = ApplyNotebookEditParams(label: title, notebook: notebook, edits: edits, abilities.columns)
    let command = Command(
      title: title, command: ApplyNotebookEditCommand.name, arguments: [params.json])
    return CodeAction(title: title, kind: kind, command: command)
  }

  private func textChange(_ edit: SyncedEdit, in notebook: SyncedNotebook) -> DocumentChange? {
    guard case .cellText(let index, let edits) = edit else { return nil }
    let cell = notebook.cells[index]
    return DocumentChange(
      uri: DocumentURI(cell.uri), version: cell.version,
      edits: edits.map { TextEdit($0, in: cell.text, abilities.columns) })
  }

  /// The edits of one document in one of its states.
  private struct DocumentChange {
    let uri: DocumentURI
    let version: Int
    let edits: [TextEdit]
  }

  private func workspaceEdit(_ changes: [DocumentChange]) -> WorkspaceEdit {
    guard abilities.appliesVersionedEdits else {
      return WorkspaceEdit(
        changes: Dictionary(changes.map { ($0.uri, $0.edits) }, uniquingKeysWith: { first, _ in first }))
    }
    return WorkspaceEdit(
      documentChanges: changes.map { change in
        TextDocumentEdit(
          textDocument: OptionalVersionedTextDocumentIdentifier(uri: change.uri, version: change.version),
          edits: change.edits)
      })
  }
}

extension Session {
  /// Has the client change a notebook, and answers a request with what the client says of that.
  func apply(_ fix: Fix, to notebook: OpenNotebook, answering request: Request) -> Reply {
    guard !fix.edits.isEmpty else { return .now(["applied": true]) }
    apply(fix, to: notebook) { [self] result in
      finish(request, with: result.flatMap(Self.editOutcome))
    }
    return .later
  }

  /// Has the client change a notebook; `handler` hears what it says of that, or why it was not asked.
  func apply(
    _ fix: Fix, to notebook: OpenNotebook, handler: @escaping (Result<JSONNode, ResponseError>) -> Void
  ) {
    let action = FixAction(abilities: abilities).action(for: fix, kind: .refactorRewrite, in: notebook)
    guard let action else {
      let reason = "The client cannot make this change, or the notebook is too broken for it: \(fix.title)."
      handler(.failure(ResponseError(.requestFailed, reason)))
      return
    }
    apply(action, handler: handler)
  }

  /// Has the client make an action's change.
  func apply(_ action: CodeAction, handler: @escaping (Result<JSONNode, ResponseError>) -> Void) {
    if let edit = action.edit {
      guard abilities.appliesEdits else {
        handler(.failure(ResponseError(.requestFailed, "The client applies no edits of the server's.")))
        return
      }
      request(
        "workspace/applyEdit", ApplyWorkspaceEditParams(label: action.title, edit: edit).json,
        handler: handler)
    } else {
      request("kale/applyNotebookEdit", action.command?.arguments?.first, handler: handler)
    }
  }

  /// What the client's answer means for a command: an edit that was not applied is a failure, with its reason.
  static func editOutcome(_ answer: JSONNode) -> Result<JSONValue, ResponseError> {
    guard answer["applied"]?.bool == true else {
      let reason = answer["failureReason"]?.string ?? "no reason given"
      return .failure(ResponseError(.requestFailed, "The editor did not apply the change: \(reason)"))
    }
    return .success(["applied": true])
  }
}
