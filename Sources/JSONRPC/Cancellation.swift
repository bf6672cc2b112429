import JSONSyntax

/// How the peer cancels requests. JSON-RPC has no cancellation; the protocol above it defines one.
package struct Cancellation: Sendable {
  /// Returns the request that a notification cancels; nil if the notification is about something else.
  let request: @Sendable (_ method: String, _ params: JSONNode?) -> RequestID?
  /// The answer to a request that is cancelled before it is handled.
  let error: ResponseError

  /// Creates the cancellation of a protocol.
  ///
  /// - Parameters:
  ///   - error: The answer to a request that is cancelled before it is handled.
  ///   - request: Returns the request that a notification cancels; nil if the notification is about something else.
  package init(
    error: ResponseError, request: @escaping @Sendable (_ method: String, _ params: JSONNode?) -> RequestID?
  ) {
    self.error = error
    self.request = request
  }
}
