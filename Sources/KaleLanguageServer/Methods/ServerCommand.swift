import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// A command of `workspace/executeCommand`, with the types of its argument and its answer.
///
/// Clients pass a list of arguments. The first is the argument of the command, an object; others are ignored.
protocol ServerCommand: Sendable {
  associatedtype Argument: JSONDecodable
  associatedtype Answer: JSONEncodable

  /// The name of the command, which begins with `kale.`.
  static var name: String { get }
  /// Executes the command and answers, now or later.
  static func execute(
    _ argument: Argument, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer>
}

extension ServerCommand {
  /// Adds the command to those that the server announces.
  static func announce(in capabilities: inout ServerCapabilities) {
    capabilities.executeCommandProvider?.commands.append(name)
  }

  /// Executes the command that a client calls, its argument not yet read.
  static func handle(
    _ params: ExecuteCommandParams, of request: Request, in session: Session
  ) throws -> Reply<JSONValue> {
    let call = CommandCall<Answer>(request: request, token: params.workDoneToken, session: session)
    return try execute(try argument(params.arguments?.first), for: call, in: session).map(\.json)
  }

  private static func argument(_ json: JSONNode?) throws(ResponseError) -> Argument {
    guard let json, json.kind == .object else {
      throw ResponseError(.invalidParams, "`\(name)` takes one argument: an object.")
    }
    do {
      return try Argument(json: json)
    } catch {
      let field = error.path.joined(separator: ".")
      throw ResponseError(
        .invalidParams, "`\(field)` in the argument of `\(name)` must be \(error.expected).")
    }
  }
}

extension ServerCommand where Argument: JSONEncodable {
  /// The command with an argument, as code actions and code lenses carry it.
  static func command(title: String, _ argument: Argument) -> Command {
    Command(title: title, command: name, arguments: [argument.json])
  }
}
