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
enum CancelRequestNotification: NotificationMethod {
  static let method = CancelParams.method

  static func receive(_ params: CancelParams, in session: Session) {
    let id = RequestID(params.id)
    session.stopRun(startedBy: id)
    session.stopQuestion(startedBy: id)
    session.cancelHeldPull(id)
  }
}

/// Cancels work whose progress the client shows.
enum CancelProgressNotification: NotificationMethod {
  static let method = "window/workDoneProgress/cancel"

  static func receive(_ params: WorkDoneProgressCancelParams, in session: Session) {
    session.stopRun(shownUnder: params.token)
  }
}
