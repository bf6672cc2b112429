import Dispatch
import JSONSyntax
import Synchronization

/// The conversation with one peer.
///
/// A reader of its own takes messages off the transport as they come and queues them; one consumer takes them
/// from the queue in order. Because the reader is ahead of the consumer, a cancellation is known while the
/// request that it is about is still waiting, or running.
package final class Connection: Sendable {
  private struct State {
    var queue = MessageQueue()
    /// Requests that have come and have no response yet, and whether the peer has cancelled them.
    var openRequests: [RequestID: Bool] = [:]
    var lastRequestNumber = 0

    /// Marks a request as cancelled; returns whether there is one. One that is unknown has its answer already.
    mutating func cancel(_ id: RequestID) -> Bool {
      guard openRequests[id] != nil else { return false }
      openRequests[id] = true
      return true
    }
  }

  private let transport: any ByteTransport
  private let cancellation: Cancellation
  private let state = Mutex(State())
  /// Counts what is in the queue, and one for the end of the input.
  private let available = DispatchSemaphore(value: 0)
  /// Held while a message is written; false once the peer no longer reads.
  private let isWritable = Mutex(true)

  /// Creates a connection. Reading begins with `start()`.
  ///
  /// - Parameters:
  ///   - transport: What carries the messages. Nothing else may use it.
  ///   - cancellation: How the peer cancels requests.
  package init(transport: any ByteTransport, cancellation: Cancellation) {
    self.transport = transport
    self.cancellation = cancellation
  }

  /// Begins to read, until the input ends. To be called once.
  package func start() {
    DispatchQueue(label: "kale-lsp.reader").async { self.readAll() }
  }

  /// Waits for the next message; nil at the end of the input, then and ever after. A request that was cancelled
  /// while it waited is answered here and not given out. Messages of the peer come before deferred numbers.
  package func next() -> IncomingMessage? {
    while true {
      available.wait()
      guard let message = state.withLock({ $0.queue.removeFirst() }) else {
        available.signal()
        return nil
      }
      guard case .request(let id, _, _) = message, isCancelled(id) else { return message }
      respond(to: id, with: .failure(cancellation.error))
    }
  }

  /// Has `next()` return a number as soon as no message of the peer waits. Callable from any thread.
  ///
  /// A number that already waits is not queued again, so the queue does not grow with the number of calls.
  package func enqueueDeferred(_ number: Int) {
    if state.withLock({ $0.queue.appendDeferred(number) }) { available.signal() }
  }

  /// Whether the peer has cancelled a request that has no response yet.
  package func isCancelled(_ id: RequestID) -> Bool {
    state.withLock { $0.openRequests[id] ?? false }
  }

  /// Answers a request, which is then closed.
  package func respond(to id: RequestID?, with result: Result<JSONValue, ResponseError>) {
    if let id { state.withLock { $0.openRequests[id] = nil } }
    send(.response(id: id, result: result))
  }

  /// Sends a notification.
  package func notify(_ method: String, _ params: JSONValue?) {
    send(.notification(method: method, params: params))
  }

  /// Sends a request; the response comes through `next()` under the identifier that is given back.
  @discardableResult
  package func request(_ method: String, _ params: JSONValue?) -> RequestID {
    let id = state.withLock { state in
      state.lastRequestNumber += 1
      return RequestID.integer(state.lastRequestNumber)
    }
    send(.request(id: id, method: method, params: params))
    return id
  }

  /// Writes one message whole. When the peer no longer reads, messages go nowhere: the end of the input, which
  /// follows, is what ends a conversation.
  private func send(_ message: OutgoingMessage) {
    let bytes = message.framed()
    isWritable.withLock { isWritable in
      guard isWritable else { return }
      do {
        try transport.write(bytes)
      } catch {
        isWritable = false
      }
    }
  }
}

// MARK: - Reader

extension Connection {
  private func readAll() {
    var framer = MessageFramer()
    // An input that fails has ended.
    while let bytes = try? transport.read(), !bytes.isEmpty {
      for output in framer.feed(bytes) {
        switch output {
        case .message(let body): receive(IncomingMessage(body: body))
        case .error(let error):
          receive(.malformed(id: nil, error: ResponseError(.parseError, error.message)))
        }
      }
    }
    state.withLock { $0.queue.end() }
    available.signal()
  }

  private func receive(_ message: IncomingMessage) {
    let isWanted = state.withLock { state in
      switch message {
      case .notification(let method, let params):
        // Given out as well, for work that goes on while other messages are handled.
        if let id = cancellation.request(method, params), !state.cancel(id) { return false }
      case .request(let id, _, _): state.openRequests[id] = false
      default: break
      }
      state.queue.append(message)
      return true
    }
    if isWanted { available.signal() }
  }
}
