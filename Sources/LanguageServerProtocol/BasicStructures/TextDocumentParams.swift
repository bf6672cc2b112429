import JSONSyntax

/// The parameters of requests about a document as a whole, which the specification has under a name for each of them.
package struct TextDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The document that the request is about.
  package let textDocument: TextDocumentIdentifier

  package init(json: JSONNode) throws(JSONDecodingError) { textDocument = try json.required("textDocument") }
}
