/// Messages of the peer in the order of arrival, and behind all of them what this program has posted for itself. Taking
/// one off costs the same however many wait.
struct MessageQueue {
  private var arriving: [IncomingMessage] = []
  /// The oldest messages, the first one last.
  private var leaving: [IncomingMessage] = []
  /// Numbers that this program has posted, each once.
  private var posted: [Int] = []
  private var hasEnded = false

  mutating func append(_ message: IncomingMessage) { arriving.append(message) }

  /// Puts a number behind the messages of the peer, also those to come; returns false where it waits already.
  mutating func post(_ number: Int) -> Bool {
    guard !posted.contains(number) else { return false }
    posted.append(number)
    return true
  }

  /// Marks the end of the peer's messages, at which posted numbers lose their meaning.
  mutating func end() { hasEnded = true }

  mutating func removeFirst() -> IncomingMessage? {
    if leaving.isEmpty {
      leaving = arriving.reversed()
      arriving = []
    }
    if let message = leaving.popLast() { return message }
    return posted.isEmpty || hasEnded ? nil : .posted(posted.removeFirst())
  }
}
