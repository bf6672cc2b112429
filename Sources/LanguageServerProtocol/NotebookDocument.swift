import JSONSyntax

/// A notebook; the texts of its cells are text documents of their own.
package struct NotebookDocument: Sendable, Hashable, JSONDecodable {
  package let uri: DocumentURI
  /// As the client calls it: `jupyter-notebook` in VS Code.
  package let notebookType: String
  package let version: Int
  /// An object.
  package let metadata: JSONValue?
  package let cells: [NotebookCell]

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    notebookType = try json.required("notebookType")
    version = try json.required("version")
    metadata = try json.optionalObject("metadata")
    cells = try json.required("cells")
  }
}

/// A cell without its text.
package struct NotebookCell: Sendable, Hashable, JSONDecodable {
  package let kind: NotebookCellKind
  /// The name of the cell's text document, unique in the notebook.
  package let document: DocumentURI
  /// An object.
  package let metadata: JSONValue?
  package let executionSummary: ExecutionSummary?

  package init(json: JSONNode) throws(JSONDecodingError) {
    kind = try json.required("kind")
    document = try json.required("document")
    metadata = try json.optionalObject("metadata")
    executionSummary = try json.optional("executionSummary")
  }
}

/// What a cell holds.
package enum NotebookCellKind: Int, Sendable, Hashable, JSONDecodable {
  case markup = 1
  case code = 2
}

/// What is known of a cell's last run.
package struct ExecutionSummary: Sendable, Hashable, JSONDecodable {
  package let executionOrder: Int
  package let success: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    executionOrder = try json.requiredUnsigned("executionOrder")
    success = try json.optional("success")
  }
}

/// A notebook by its name.
package struct NotebookDocumentIdentifier: Sendable, Hashable, JSONDecodable {
  package let uri: DocumentURI

  package init(json: JSONNode) throws(JSONDecodingError) { uri = try json.required("uri") }
}

/// A notebook in one of its states.
package struct VersionedNotebookDocumentIdentifier: Sendable, Hashable, JSONDecodable {
  package let version: Int
  package let uri: DocumentURI

  package init(json: JSONNode) throws(JSONDecodingError) {
    version = try json.required("version")
    uri = try json.required("uri")
  }
}
