import JSONSyntax

/// Why a request has no result.
package struct ResponseError: Error, Sendable, Hashable {
  /// What kind of error it is. The constants are those of JSON-RPC; the protocol above it has others.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int

    /// The code with this number.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The message is not JSON.
    package static let parseError = Code(rawValue: -32700)
    /// The message is JSON, but no message, or one that may not come now.
    package static let invalidRequest = Code(rawValue: -32600)
    /// Nothing here answers the method.
    package static let methodNotFound = Code(rawValue: -32601)
    /// The parameters do not have the shape that the method requires.
    package static let invalidParams = Code(rawValue: -32602)
    /// The receiver failed, and the message is not to blame.
    package static let internalError = Code(rawValue: -32603)
    /// An error without a code that can be read.
    package static let unknownErrorCode = Code(rawValue: -32001)
  }

  /// The kind of error.
  package var code: Code
  /// A sentence for a person.
  package var message: String
  /// What a program may want to know besides.
  package var data: JSONValue?

  /// An error with this code and message.
  package init(_ code: Code, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// The error that a response carries, as far as it can be read.
  init(json: JSONNode) {
    self.init(
      json["code"]?.int.map(Code.init(rawValue:)) ?? .unknownErrorCode,
      json["message"]?.string ?? json.string ?? "no reason given", data: json["data"]?.value)
  }

  /// The error as it is sent.
  package var json: JSONValue {
    JSONValue(present: ["code": .integer(code.rawValue), "message": .string(message), "data": data])
  }
}
