import JSONRPC
import JSONSyntax
import LanguageServerProtocol

/// A request, its parameters not yet understood.
struct Request {
  let id: RequestID
  let method: String
  let params: JSONNode?

  /// The parameters as a type of the protocol; the error names the field at fault.
  func read<Params: JSONDecodable>(_: Params.Type = Params.self) throws(JSONDecodingError) -> Params {
    try Params(params: params)
  }
}

/// What a handler has to say to a request.
enum Reply {
  case now(JSONValue)
  /// The handler responds by itself, when it has heard from the client.
  case later
}
