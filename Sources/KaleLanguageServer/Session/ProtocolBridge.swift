import JSONRPC
import LanguageServerProtocol

// What JSON-RPC leaves to LSP: its error codes, and how a client cancels a request.

extension ResponseError.Code {
  /// A request came before `initialize`.
  package static let serverNotInitialized = Self(rawValue: ErrorCodes.serverNotInitialized)
  /// The client canceled the request.
  package static let requestCancelled = Self(rawValue: ErrorCodes.requestCancelled)
  /// The document has changed, so the result would be meaningless.
  package static let contentModified = Self(rawValue: ErrorCodes.contentModified)
  /// The server canceled the request.
  package static let serverCancelled = Self(rawValue: ErrorCodes.serverCancelled)
  /// The request was well-formed and could not be fulfilled.
  package static let requestFailed = Self(rawValue: ErrorCodes.requestFailed)
}

extension ResponseError {
  /// The answer to a request that the client has canceled.
  static let cancelledByClient = ResponseError(.requestCancelled, "the client cancelled the request")
}

extension Cancellation {
  /// The cancellation of LSP.
  static let ofRequests = Cancellation(error: .cancelledByClient) { method, params in
    guard method == CancelParams.method else { return nil }
    return (try? CancelParams(params: params)).map { RequestID($0.id) }
  }
}

extension RequestID {
  /// The identifier as LSP's parameters have it.
  init(_ id: IntegerOrString) {
    self =
      switch id {
      case .integer(let value): .integer(value)
      case .string(let value): .string(value)
      }
  }
}
