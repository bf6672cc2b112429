import JSONRPC
import JSONSyntax
import LanguageServerProtocol
import NotebookModel

/// `kale/applyNotebookEdit`, a request to the client: LSP has no edit of cell metadata.
///
/// The client applies the edits if the notebook still has this version, and answers `{applied, failureReason?}`.
struct ApplyNotebookEditParams {
  /// What the client may call the edit when it undoes it.
  let label: String
  let notebookURI: DocumentURI
  /// The version of the notebook that the edits were made for.
  let version: Int
  private let edits: JSONValue

  /// The edits of a notebook's tags.
  init(label: String, notebook: SyncedNotebook, edits: [NotebookEdit]) {
    self.label = label
    notebookURI = DocumentURI(notebook.uri)
    version = notebook.version
    self.edits = .array(
      notebook.metadataAfter(edits).map { cell, metadata in
        ["kind": "cellMetadata", "cell": .string(notebook.cells[cell].uri), "metadata": metadata]
      })
  }

  /// Reads the argument of the command back that a code action carries; nil for anything else.
  init?(_ json: JSONValue?) {
    guard let edit = json?["edit"], let document = edit["notebookDocument"],
      case .string(let label) = json?["label"], case .string(let uri) = document["uri"],
      case .integer(let version) = document["version"], let edits = edit["edits"], case .array = edits
    else { return nil }
    self.label = label
    notebookURI = DocumentURI(uri)
    self.version = version
    self.edits = edits
  }

  var json: JSONValue {
    [
      "label": .string(label),
      "edit": ["notebookDocument": ["uri": notebookURI.json, "version": .integer(version)], "edits": edits],
    ]
  }
}

extension Session {
  /// `kale.applyNotebookEdit`: has the client apply the edits of a code action, unless they are stale.
  func applyNotebookEdit(_ request: Request, _ arguments: [JSONValue]) throws -> Reply {
    guard abilities.appliesNotebookEdits else {
      throw ResponseError(.requestFailed, "The client cannot change the metadata of cells.")
    }
    guard let params = ApplyNotebookEditParams(arguments.first) else {
      throw ResponseError(
        .invalidParams, "The argument of `kale.applyNotebookEdit` is that of a code action.")
    }
    guard case .synced(let notebook) = documents.syncedNotebooks[params.notebookURI]?.shape else {
      throw ResponseError(.invalidParams, "\(params.notebookURI) is not open as a notebook.")
    }
    guard notebook.version == params.version else {
      throw ResponseError(
        .contentModified, "The notebook has changed since this change was offered. Try again.")
    }
    self.request("kale/applyNotebookEdit", params.json) { [self] result in
      finish(request, with: result.flatMap(Self.outcome))
    }
    return .later
  }

  /// What the client's answer means for the command: an edit that was not applied is a failure, with its reason.
  private static func outcome(_ answer: JSONNode) -> Result<JSONValue, ResponseError> {
    guard answer["applied"]?.bool == true else {
      let reason = answer["failureReason"]?.string ?? "no reason given"
      return .failure(ResponseError(.requestFailed, "The editor did not apply the change: \(reason)"))
    }
    return .success(["applied": true])
  }
}
