/// Messages in the order of arrival. Taking one off costs the same however many wait.
struct MessageQueue {
  private var arriving: [IncomingMessage] = []
  /// The oldest messages, the first one last.
  private var leaving: [IncomingMessage] = []

  mutating func append(_ message: IncomingMessage) { arriving.append(message) }

  mutating func removeFirst() -> IncomingMessage? {
    if leaving.isEmpty {
      leaving = arriving.reversed()
      arriving = []
    }
    return leaving.popLast()
  }
}
