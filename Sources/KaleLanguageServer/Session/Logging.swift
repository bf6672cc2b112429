import LanguageServerProtocol

extension Session {
  /// Tells the client's log. Standard error stays empty: clients that show it take every line for an error.
  func log(_ type: MessageType, _ message: String) {
    client.notify("window/logMessage", LogMessageParams(type: type, message: message).json)
  }

  /// Tells a client that has asked for it what the server does.
  func traceMessage(_ message: @autoclosure () -> String) {
    guard trace != .off, phase == .running else { return }
    client.notify("$/logTrace", LogTraceParams(message: message()).json)
  }
}
