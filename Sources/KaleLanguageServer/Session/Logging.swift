import LanguageServerProtocol

extension Session {
  /// Tells the client's log, and the log beside the protocol.
  func log(_ type: MessageType, _ message: String) {
    environment.log("\(type): \(message)")
    client.notify("window/logMessage", LogMessageParams(type: type, message: message).json)
  }

  /// Tells a client that has asked for it what the server does.
  func traceMessage(_ message: @autoclosure () -> String) {
    guard trace != .off, phase == .running else { return }
    client.notify("$/logTrace", LogTraceParams(message: message()).json)
  }
}
