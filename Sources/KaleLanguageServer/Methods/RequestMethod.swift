import LanguageServerProtocol

/// A request that the server answers: how it is called, and what tells the client of it.
///
/// One that is answered at once, with a value of its own type, is a `RequestMethod`.
protocol RequestHandler: Sendable {
  /// The name of the request.
  static var method: String { get }
  /// Adds what tells the client that the server answers the request; nothing for those that every server answers.
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities)
  static func handle(_ request: Request, in session: Session) throws -> Reply
}

extension RequestHandler {
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {}
}

/// A request with the types of its parameters and of its answer.
protocol RequestMethod: RequestHandler {
  associatedtype Params: JSONDecodable
  associatedtype Answer: JSONEncodable

  static func answer(_ params: Params, in session: Session) throws -> Answer
}

extension RequestMethod {
  static func handle(_ request: Request, in session: Session) throws -> Reply {
    .now(try answer(try request.read(), in: session).json)
  }
}
