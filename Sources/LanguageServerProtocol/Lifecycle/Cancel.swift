import JSONSyntax

/// `$/cancelRequest`
package struct CancelParams: Sendable, Hashable, JSONDecodable {
  /// The name of the notification.
  package static let method = "$/cancelRequest"

  /// The identifier of the request.
  package let id: IntegerOrString

  package init(json: JSONNode) throws(JSONDecodingError) { id = try json.required("id") }
}
