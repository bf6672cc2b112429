import JSONSyntax

/// How much the client wants to hear of what the server does.
package enum TraceValue: String, Sendable, Hashable, JSONDecodable {
  case off, messages, verbose
}

/// `$/setTrace`
package struct SetTraceParams: Sendable, Hashable, JSONDecodable {
  /// How much the server reports from now on.
  package let value: TraceValue

  package init(json: JSONNode) throws(JSONDecodingError) { value = try json.required("value") }
}

/// `$/logTrace`
package struct LogTraceParams: Sendable, Hashable, JSONEncodable {
  /// A line about what the server does.
  package var message: String
  /// More to it; only where the trace is verbose.
  package var verbose: String?

  /// One entry of the trace.
  package init(message: String, verbose: String? = nil) {
    self.message = message
    self.verbose = verbose
  }

  package var json: JSONValue { JSONValue(present: ["message": message.json, "verbose": verbose?.json]) }
}
