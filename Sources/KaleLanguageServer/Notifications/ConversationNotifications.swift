import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// The client is ready.
enum InitializedNotification: NotificationHandler {
  static let method = "initialized"

  static func handle(_ params: JSONNode?, in session: Session) {
    session.registerCapabilities()
    if session.abilities.providesConfiguration { session.pullSettings() }
  }
}

/// Sets how much the server traces.
enum SetTraceNotification: NotificationMethod {
  static let method = "$/setTrace"

  static func receive(_ params: SetTraceParams, in session: Session) { session.trace = params.value }
}

/// Cancels a request whose work is in progress. The connection answers one that has not been handled yet.
enum CancelRequestNotification: NotificationHandler {
  static let method = "$/cancelRequest"

  static func handle(_ params: JSONNode?, in session: Session) {
    if let id = RequestID(json: params?["id"]) { session.stopRun(startedBy: id) }
  }
}

/// Cancels work whose progress the client shows.
enum CancelProgressNotification: NotificationHandler {
  static let method = "window/workDoneProgress/cancel"

  static func handle(_ params: JSONNode?, in session: Session) throws {
    guard let token = params?["token"] else { return }
    session.stopRun(shownUnder: try ProgressToken(json: token))
  }
}
