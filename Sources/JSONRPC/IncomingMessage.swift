import JSONSyntax

/// A message as it came from the peer, its parameters not yet understood.
package enum IncomingMessage: Sendable {
  /// A message that the peer expects an answer to. Parameters that are null count as absent.
  case request(id: RequestID, method: String, params: JSONNode?)
  /// A message without an answer. Parameters that are null count as absent.
  case notification(method: String, params: JSONNode?)
  /// The answer to a request of ours. The identifier is nil where the peer could not tell which, or none that we
  /// could have sent.
  case response(id: RequestID?, result: Result<JSONNode, ResponseError>)
  /// No message; the error to answer with, under the identifier where there is one.
  case malformed(id: RequestID?, error: ResponseError)
  /// Not from the peer: a number that this program has queued for a moment in which no message of the peer waits.
  case deferred(Int)

  /// Reads the body of a message.
  package init(body: [UInt8]) {
    let tree = JSONTree(parsing: body)
    guard let root = tree.root, tree.isValid else {
      let reason = tree.errors.first.map { "\($0.message), at byte \($0.range.lowerBound)" }
      self = .malformed(id: nil, error: ResponseError(.parseError, "invalid JSON: " + (reason ?? "no value")))
      return
    }
    self.init(json: root)
  }

  private init(json: JSONNode) {
    let id = RequestID(json: json["id"])
    func invalid(_ reason: String) -> IncomingMessage {
      .malformed(id: id, error: ResponseError(.invalidRequest, reason))
    }
    guard json.kind == .object else {
      self = invalid("a message must be an object; LSP does not support batches")
      return
    }
    // Before anything else is asked of it: an error sent as the answer to an answer would reach a peer that waits
    // for none, under an identifier of ours.
    if json["method"] == nil, json["id"] != nil {
      self = .response(id: id, result: Self.result(json: json))
      return
    }
    guard json["jsonrpc"]?.string == "2.0" else {
      self = invalid("'jsonrpc' must be \"2.0\"")
      return
    }
    guard let method = json["method"] else {
      self = invalid("the message is neither a request nor a response")
      return
    }
    let params = json["params"].flatMap { $0.isNull ? nil : $0 }
    if let params, params.kind != .object, params.kind != .array {
      self = invalid("'params' must be an object or an array")
    } else if let method = method.string {
      if let id {
        self = .request(id: id, method: method, params: params)
      } else if json["id"] == nil {
        self = .notification(method: method, params: params)
      } else {
        self = invalid("'id' must be an integer or a string")
      }
    } else {
      self = invalid("'method' must be a string")
    }
  }

  /// What a response says. Peers leave out a result of null.
  private static func result(json: JSONNode) -> Result<JSONNode, ResponseError> {
    if let error = json["error"], !error.isNull { return .failure(ResponseError(json: error)) }
    return .success(json["result"] ?? .null)
  }
}
