import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// The client is ready.
enum InitializedNotification: NotificationHandler {
  static let method = "initialized"

  static func handle(_ params: JSONNode?, in session: Session) {
    session.registerCapabilities()
    if session.abilities.tellsSettings { session.pullSettings() }
  }
}

/// How much the client wants to hear of what the server does.
enum SetTraceNotification: NotificationMethod {
  static let method = "$/setTrace"

  static func receive(_ params: SetTraceParams, in session: Session) { session.trace = params.value }
}

/// The client no longer wants the answer to a request. One that has not been handled yet never gets here.
enum CancelRequestNotification: NotificationHandler {
  static let method = "$/cancelRequest"

  static func handle(_ params: JSONNode?, in session: Session) {
    if let id = RequestID(json: params?["id"]) { session.stopRun(startedBy: id) }
  }
}

/// You have stopped work whose progress the client shows.
enum CancelProgressNotification: NotificationHandler {
  static let method = "window/workDoneProgress/cancel"

  static func handle(_ params: JSONNode?, in session: Session) throws {
    guard let token = params?["token"] else { return }
    session.stopRun(shownUnder: try ProgressToken(json: token))
  }
}
