import JSONSyntax
import LanguageServerProtocol

/// A notification that the server accepts: its name, the capability that announces it, and its handler.
///
/// Most have typed parameters: see `NotificationMethod`.
protocol NotificationHandler: Sendable {
  /// The name of the notification.
  static var method: String { get }
  /// Adds the capability that announces the notification. By default there is none, as for those that every server accepts.
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities)
  /// Handles the notification, its parameters not yet read.
  static func handle(_ params: JSONNode?, in session: Session) throws
}

extension NotificationHandler {
  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {}
}

/// A notification with the type of its parameters.
protocol NotificationMethod: NotificationHandler {
  associatedtype Params: JSONDecodable

  /// Handles the notification.
  static func receive(_ params: Params, in session: Session) throws
}

extension NotificationMethod {
  static func handle(_ params: JSONNode?, in session: Session) throws {
    try receive(try Params(params: params), in: session)
  }
}
