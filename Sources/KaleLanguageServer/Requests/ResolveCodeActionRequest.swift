import JSONRPC
import JSONSyntax
import KaleRules
import LanguageServerProtocol

/// Computes the edit of a code action that was offered without one.
///
/// Only actions with `data` have something left to work out. Clients such as VS Code resolve every action without an
/// edit, those that are a command among them, and get these back as they are.
enum ResolveCodeActionRequest: RequestMethod {
  static let method = "codeAction/resolve"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.codeActionProvider?.resolveProvider = true
  }

  static func answer(_ params: UnresolvedCodeAction, in session: Session) throws -> UnresolvedCodeAction {
    guard let data = params.data else { return params }
    guard let purpose = NotebookRepair.Purpose.allCases.first(where: { $0.kind == data.kind }) else {
      throw ResponseError(.invalidParams, "The code action's `data` is not from this server.")
    }
    guard let notebook = session.documents.notebook(of: data.uri), data.version == notebook.textVersion else {
      throw ResponseError(
        .contentModified, "The notebook has changed since this edit was offered. Try again.")
    }
    let edit = session.repairAction(purpose, session.repair(notebook, for: purpose), notebook)?.edit
    return edit.map(params.with(edit:)) ?? params
  }
}

/// A code action as the client sends it back. What this server does not read of it stays as it is.
struct UnresolvedCodeAction: JSONDecodable, JSONEncodable {
  private(set) var json: JSONValue
  /// Nil if nothing is left to compute.
  let data: RepairData?

  init(json: JSONNode) throws(JSONDecodingError) {
    data = try json.optional("data")
    self.json = json.value
  }

  /// Returns the action with the edit that it was offered without.
  func with(edit: WorkspaceEdit) -> UnresolvedCodeAction {
    guard case .object(let members) = json else { return self }
    var resolved = self
    resolved.json = .object(members + [JSONMember(key: "edit", value: edit.json)])
    return resolved
  }
}
