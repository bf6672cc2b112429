import JSONSyntax

/// `textDocument/definition`
package typealias DefinitionParams = TextDocumentPositionParams

/// `textDocument/references`
package struct ReferenceParams: Sendable, Hashable, JSONDecodable {
  /// The document with the name.
  package let textDocument: TextDocumentIdentifier
  /// The place of the name, anywhere in it.
  package let position: Position
  /// Which places count.
  package let context: ReferenceContext

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    position = try json.required("position")
    context = try json.required("context")
  }
}

/// Which references the client wants.
package struct ReferenceContext: Sendable, Hashable, JSONDecodable {
  /// Whether those that make what is referred to are among them.
  package let includeDeclaration: Bool

  package init(json: JSONNode) throws(JSONDecodingError) {
    includeDeclaration = try json.required("includeDeclaration")
  }
}
