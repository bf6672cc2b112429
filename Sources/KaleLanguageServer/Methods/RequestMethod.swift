import JSONSyntax
import LanguageServerProtocol

/// A request that the server answers: its name, the capability that announces it, and its handler.
///
/// Most requests are answered at once with a typed value: see `RequestMethod`.
protocol RequestHandler: Sendable {
  /// The name of the request.
  static var method: String { get }
  /// Adds the capability that announces the request. By default there is none, as for requests that every server answers.
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities)
  /// Answers the request, now or later.
  static func handle(_ request: Request, in session: Session) throws -> Reply<JSONValue>
}

extension RequestHandler {
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {}
}

/// A request with the types of its parameters and of its answer.
protocol RequestMethod: RequestHandler {
  associatedtype Params: JSONDecodable
  associatedtype Answer: JSONEncodable

  /// Returns the answer.
  static func answer(_ params: Params, in session: Session) throws -> Answer
}

extension RequestMethod {
  static func handle(_ request: Request, in session: Session) throws -> Reply<JSONValue> {
    .now(try answer(try request.read(), in: session).json)
  }
}
