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
enum Reply<Answer> {
  case now(Answer)
  /// The handler responds by itself, when it has heard from the client.
  case later

  /// Returns the reply with another form of the answer.
  func map<Other>(_ transform: (Answer) -> Other) -> Reply<Other> {
    switch self {
    case .now(let answer): .now(transform(answer))
    case .later: .later
    }
  }
}
