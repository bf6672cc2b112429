import JSONRPC

/// The argument that a code action carries → `{applied}`: has the client apply the edits of the code action, unless they are
/// stale.
enum ApplyNotebookEditCommand: ServerCommand {
  static let name = "kale.applyNotebookEdit"

  static func execute(
    _ params: ApplyNotebookEditParams, for call: CommandCall<EditAnswer>, in session: Session
  ) throws -> Reply<EditAnswer> {
    guard !session.abilities.notebookEdits.isEmpty else {
      throw ResponseError(.requestFailed, "The client does not support `kale/applyNotebookEdit`.")
    }
    guard let notebook = session.documents.syncedNotebooks[params.notebookURI]?.notebookDocument else {
      throw ResponseError(.invalidParams, "\(params.notebookURI) is not open as a notebook.")
    }
    guard notebook.version == params.version else {
      throw ResponseError(
        .contentModified, "The notebook has changed since this edit was offered. Try again.")
    }
    session.request("kale/applyNotebookEdit", params.json) { result in
      call.finish(with: result.flatMap(Session.editOutcome))
    }
    return .later
  }
}
