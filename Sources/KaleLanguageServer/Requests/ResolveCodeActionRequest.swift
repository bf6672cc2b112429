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

  static func answer(_ params: JSONValue, in session: Session) throws -> JSONValue {
    guard case .object(let members) = params else {
      throw ResponseError(.invalidParams, "Expected a code action.")
    }
    guard let data = params["data"], data != .null else { return params }
    guard case .string(let uri) = data["uri"],
      let purpose = NotebookRepair.Purpose.allCases.first(where: { $0.kind.json == data["kind"] })
    else { throw ResponseError(.invalidParams, "The code action's `data` is not from this server.") }
    guard let notebook = session.documents.notebook(of: DocumentURI(uri)),
      let version = notebook.textVersion, data["version"] == .integer(version)
    else {
      throw ResponseError(
        .contentModified, "The notebook has changed since this edit was offered. Try again.")
    }
    guard let edit = session.repairAction(purpose, session.repair(notebook, for: purpose), notebook)?.edit
    else {
      return params
    }
    return .object(members + [JSONMember(key: "edit", value: edit.json)])
  }
}
