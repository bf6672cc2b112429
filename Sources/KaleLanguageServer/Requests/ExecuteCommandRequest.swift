import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// Runs one of the server's commands, which responds when its work is done.
enum ExecuteCommandRequest: RequestHandler {
  static let method = "workspace/executeCommand"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    // The commands add their names.
    capabilities.executeCommandProvider = ExecuteCommandOptions(commands: [], workDoneProgress: true)
  }

  static func handle(_ request: Request, in session: Session) throws -> Reply<JSONValue> {
    let params: ExecuteCommandParams = try request.read()
    guard let command = session.methods.command(params.command) else {
      throw ResponseError(.invalidParams, "Unknown command `\(params.command)`.")
    }
    return try command.handle(params, of: request, in: session)
  }
}
