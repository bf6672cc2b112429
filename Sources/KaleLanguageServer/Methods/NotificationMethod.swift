import JSONSyntax
import LanguageServerProtocol

/// A notification that the server takes: how it is called, and what tells the client of it.
///
/// One with parameters of a type is a `NotificationMethod`.
protocol NotificationHandler: Sendable {
  /// The name of the notification.
  static var method: String { get }
  /// Adds what tells the client that the server takes the notification; nothing for those that every server takes.
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities)
  static func handle(_ params: JSONNode?, in session: Session) throws
}

extension NotificationHandler {
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {}
}

/// A notification with the type of its parameters.
protocol NotificationMethod: NotificationHandler {
  associatedtype Params: JSONDecodable

  static func receive(_ params: Params, in session: Session) throws
}

extension NotificationMethod {
  static func handle(_ params: JSONNode?, in session: Session) throws {
    try receive(try Params(params: params), in: session)
  }
}
