import JSONRPC
import JSONSyntax

/// The other side of a session.
package protocol Client {
  /// Answers a request; `id` is nil for a message whose identifier cannot be read.
  func respond(to id: RequestID?, with result: Result<JSONValue, ResponseError>)
  /// Sends a message that needs no answer.
  func notify(_ method: String, _ params: JSONValue?)
  /// Sends a request and gives the identifier its response will come under.
  func request(_ method: String, _ params: JSONValue?) -> RequestID
  /// Whether the client has cancelled a request that has no response yet.
  func isCancelled(_ id: RequestID) -> Bool
}

/// A client at the other end of a connection.
struct ConnectedClient: Client {
  let connection: Connection

  func respond(to id: RequestID?, with result: Result<JSONValue, ResponseError>) {
    connection.respond(to: id, with: result)
  }

  func notify(_ method: String, _ params: JSONValue?) { connection.notify(method, params) }

  func request(_ method: String, _ params: JSONValue?) -> RequestID { connection.request(method, params) }

  func isCancelled(_ id: RequestID) -> Bool { connection.isCancelled(id) }
}
