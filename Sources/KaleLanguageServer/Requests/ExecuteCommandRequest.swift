import JSONRPC
import LanguageServerProtocol

/// Runs one of the server's commands, which responds when its work is done.
enum ExecuteCommandRequest: RequestHandler {
  static let method = "workspace/executeCommand"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    // The table of methods adds the names of the commands.
    capabilities.executeCommandProvider = ExecuteCommandOptions(commands: [], workDoneProgress: true)
  }

  static func handle(_ request: Request, in session: Session) throws -> Reply {
    let params: ExecuteCommandParams = try request.read()
    guard let command = session.methods.command(params.command) else {
      throw ResponseError(.invalidParams, "Unknown command `\(params.command)`.")
    }
    let invocation = CommandInvocation(
      request: request, arguments: params.arguments ?? [], token: params.workDoneToken)
    return try command.execute(invocation, in: session)
  }
}
