/// Messages of the peer in the order of arrival, and after all of them the numbers that this program has deferred. Taking
/// one off costs the same however many wait.
struct MessageQueue {
  private var arriving: [IncomingMessage] = []
  /// The oldest messages, the first one last.
  private var leaving: [IncomingMessage] = []
  /// Numbers of this program's own, each once.
  private var deferred: [Int] = []
  private var hasEnded = false

  mutating func append(_ message: IncomingMessage) { arriving.append(message) }

  /// Queues a number after the messages of the peer, including those to come; returns false if it already waits.
  mutating func appendDeferred(_ number: Int) -> Bool {
    guard !deferred.contains(number) else { return false }
    deferred.append(number)
    return true
  }

  /// Marks the end of the peer's messages, after which deferred numbers are dropped.
  mutating func end() { hasEnded = true }

  mutating func removeFirst() -> IncomingMessage? {
    if leaving.isEmpty {
      leaving = arriving.reversed()
      arriving = []
    }
    if let message = leaving.popLast() { return message }
    return deferred.isEmpty || hasEnded ? nil : .deferred(deferred.removeFirst())
  }
}
