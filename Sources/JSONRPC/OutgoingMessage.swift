import JSONSyntax

/// A message to the peer.
package enum OutgoingMessage: Sendable, Hashable {
  /// A message that the peer answers with a response of the same identifier.
  case request(id: RequestID, method: String, params: JSONValue?)
  /// A message without an answer.
  case notification(method: String, params: JSONValue?)
  /// The identifier is nil in the answer to something that had none that could be read.
  case response(id: RequestID?, result: Result<JSONValue, ResponseError>)

  /// The message as JSON.
  package var json: JSONValue {
    switch self {
    case .request(let id, let method, let params):
      JSONValue(present: ["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": params])
    case .notification(let method, let params):
      JSONValue(present: ["jsonrpc": "2.0", "method": .string(method), "params": params])
    case .response(let id, .success(let result)):
      ["jsonrpc": "2.0", "id": id?.json ?? .null, "result": result]
    case .response(let id, .failure(let error)):
      ["jsonrpc": "2.0", "id": id?.json ?? .null, "error": error.json]
    }
  }

  /// The message with its header, as it goes over the wire.
  package func framed() -> [UInt8] {
    let body = json.serialized()
    return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }
}
