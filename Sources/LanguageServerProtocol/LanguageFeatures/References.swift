import JSONSyntax

/// `textDocument/definition`
package typealias DefinitionParams = TextDocumentPositionParams

/// `textDocument/references`
package struct ReferenceParams: Sendable, Hashable, JSONDecodable {
  package let textDocument: TextDocumentIdentifier
  package let position: Position
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
