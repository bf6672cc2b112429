import JSONSyntax

/// A notebook; the texts of its cells are text documents of their own.
package struct NotebookDocument: Sendable, Hashable, JSONDecodable {
  /// The URI of the notebook.
  package let uri: DocumentURI
  /// As the client calls it: `jupyter-notebook` in VS Code; nil from clients that know one kind only.
  package let notebookType: String?
  /// The version, which grows with each change.
  package let version: Int
  /// An object.
  package let metadata: JSONValue?
  /// The cells, in order.
  package let cells: [NotebookCell]

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    notebookType = try json.optional("notebookType")
    version = try json.required("version")
    metadata = try json.optionalObject("metadata")
    cells = try json.required("cells")
  }
}

/// A cell without its text, and without what is known of its last run.
package struct NotebookCell: Sendable, Hashable, JSONDecodable {
  /// Whether the cell contains code or prose.
  package let kind: NotebookCellKind
  /// The name of the cell's text document, unique in the notebook.
  package let document: DocumentURI
  /// An object.
  package let metadata: JSONValue?

  package init(json: JSONNode) throws(JSONDecodingError) {
    kind = try json.required("kind")
    document = try json.required("document")
    metadata = try json.optionalObject("metadata")
  }
}

/// What a cell holds.
package enum NotebookCellKind: Int, Sendable, Hashable, JSONDecodable {
  case markup = 1
  case code = 2
}

/// A notebook by its name.
package struct NotebookDocumentIdentifier: Sendable, Hashable, JSONDecodable {
  /// The URI of the notebook.
  package let uri: DocumentURI

  package init(json: JSONNode) throws(JSONDecodingError) { uri = try json.required("uri") }
}

/// A notebook in one of its states.
package struct VersionedNotebookDocumentIdentifier: Sendable, Hashable, JSONDecodable {
  /// The version.
  package let version: Int
  /// The URI of the notebook.
  package let uri: DocumentURI

  package init(json: JSONNode) throws(JSONDecodingError) {
    version = try json.required("version")
    uri = try json.required("uri")
  }
}
