import JSONSyntax

/// A document by its name.
package struct TextDocumentIdentifier: Sendable, Hashable, JSONDecodable {
  /// The URI of the document; for a cell, that of its text.
  package let uri: DocumentURI

  package init(json: JSONNode) throws(JSONDecodingError) { uri = try json.required("uri") }
}

/// A document in one of its states.
package struct VersionedTextDocumentIdentifier: Sendable, Hashable, JSONDecodable {
  /// The URI of the document; for a cell, that of its text.
  package let uri: DocumentURI
  /// Grows with each change, undo included.
  package let version: Int

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    version = try json.required("version")
  }
}

/// A document in the state of `version`, or as it stands on disk where `version` is nil.
package struct OptionalVersionedTextDocumentIdentifier: Sendable, Hashable, JSONEncodable {
  /// The URI of the document; for a cell, that of its text.
  package var uri: DocumentURI
  /// Sent as null where it is nil.
  package var version: Int?

  /// The document `uri` at `version`.
  package init(uri: DocumentURI, version: Int?) {
    self.uri = uri
    self.version = version
  }

  package var json: JSONValue { ["uri": uri.json, "version": version?.json ?? .null] }
}

/// A document that is handed over to the server.
package struct TextDocumentItem: Sendable, Hashable, JSONDecodable {
  /// The URI of the document; for a cell, that of its text.
  package let uri: DocumentURI
  /// The client's identifier of the language: `python`, `json`.
  package let languageId: String
  /// The version, which grows with each change.
  package let version: Int
  /// The content of the document.
  package let text: String

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    languageId = try json.required("languageId")
    version = try json.required("version")
    text = try json.required("text")
  }
}

/// A document and a place in it: the parameters of requests about what is under the cursor.
package struct TextDocumentPositionParams: Sendable, Hashable, JSONDecodable {
  /// The document.
  package let textDocument: TextDocumentIdentifier
  /// The place, which lies between two characters.
  package let position: Position

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    position = try json.required("position")
  }
}
