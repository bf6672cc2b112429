import JSONRPC
import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol

/// Turns fixes into what a client can apply.
struct FixAction {
  let abilities: ClientAbilities

  /// A fix as a code action of one undo step; nil where the client cannot make all of it.
  func action(for fix: Fix, kind: CodeActionKind, in notebook: OpenNotebook) -> CodeAction? {
    switch notebook.change(for: fix.edits, abilities.columns) {
    case .documents(let changes):
      return CodeAction(title: fix.title, kind: kind, edit: workspaceEdit(changes))
    case .notebook(let document, let edits):
      // LSP has edits of texts alone; for all else the client has to have a request of this project.
      guard edits.allSatisfy({ abilities.notebookEdits.contains($0.kind) }) else { return nil }
      let params = ApplyNotebookEditParams(
        label: fix.title, notebook: document, edits: edits, abilities.columns)
      let command = ApplyNotebookEditCommand.command(title: fix.title, params)
      return CodeAction(title: fix.title, kind: kind, command: command)
    case nil: return nil
    }
  }

  private func workspaceEdit(_ changes: [NotebookChange.DocumentChange]) -> WorkspaceEdit {
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
  /// Has the client change a notebook, and answers a command with what the client says of that.
  func apply(
    _ fix: Fix, to notebook: OpenNotebook, for call: CommandCall<EditAnswer>
  ) -> Reply<EditAnswer> {
    guard !fix.edits.isEmpty else { return .now(EditAnswer()) }
    apply(fix, to: notebook) { call.finish(with: $0.flatMap(Self.editOutcome)) }
    return .later
  }

  /// Has the client change a notebook; `handler` hears what it says of that, or why it was not asked.
  func apply(
    _ fix: Fix, to notebook: OpenNotebook, handler: @escaping (Result<JSONNode, ResponseError>) -> Void
  ) {
    let action = FixAction(abilities: abilities).action(for: fix, kind: .refactorRewrite, in: notebook)
    guard let action else {
      let reason =
        "The client does not support this change, or the notebook is too malformed for it: \(fix.title)."
      handler(.failure(ResponseError(.requestFailed, reason)))
      return
    }
    apply(action, handler: handler)
  }

  /// Has the client make an action's change.
  func apply(_ action: CodeAction, handler: @escaping (Result<JSONNode, ResponseError>) -> Void) {
    if let edit = action.edit {
      guard abilities.appliesEdits else {
        handler(.failure(ResponseError(.requestFailed, "The client does not support `workspace/applyEdit`.")))
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
  static func editOutcome(_ answer: JSONNode) -> Result<EditAnswer, ResponseError> {
    guard answer["applied"]?.bool == true else {
      let reason = answer["failureReason"]?.string ?? "no reason given"
      return .failure(ResponseError(.requestFailed, "The editor did not apply the change: \(reason)"))
    }
    return .success(EditAnswer())
  }
}
