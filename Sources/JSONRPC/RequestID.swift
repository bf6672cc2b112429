import JSONSyntax

/// What ties a response to its request.
package enum RequestID: Sendable, Hashable {
  /// A number, as most clients use and this program does.
  case integer(Int)
  /// A string, as some clients use.
  case string(String)

  /// The identifier that `json` holds; nil where it is neither an integer nor a string.
  package init?(json: JSONNode?) {
    if let integer = json?.int {
      self = .integer(integer)
    } else if let string = json?.string {
      self = .string(string)
    } else {
      return nil
    }
  }

  /// The identifier as it is sent.
  package var json: JSONValue {
    switch self {
    case .integer(let value): .integer(value)
    case .string(let value): .string(value)
    }
  }
}
