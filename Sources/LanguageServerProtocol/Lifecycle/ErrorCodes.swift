/// The error codes that LSP adds to those of JSON-RPC: the specification's `ErrorCodes` and `LSPErrorCodes`.
package enum ErrorCodes {
  /// A request came before `initialize`.
  package static let serverNotInitialized = -32002
  /// The request was well-formed and could not be fulfilled.
  package static let requestFailed = -32803
  /// The server canceled the request.
  package static let serverCancelled = -32802
  /// The document has changed, so the result would be meaningless.
  package static let contentModified = -32801
  /// The client canceled the request.
  package static let requestCancelled = -32800
}
