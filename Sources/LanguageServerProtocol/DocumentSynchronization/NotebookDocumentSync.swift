import JSONSyntax

/// `notebookDocument/didOpen`
package struct DidOpenNotebookDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The notebook; the texts of its cells come beside it.
  package let notebookDocument: NotebookDocument
  /// The texts of the cells, in any order.
  package let cellTextDocuments: [TextDocumentItem]

  package init(json: JSONNode) throws(JSONDecodingError) {
    notebookDocument = try json.required("notebookDocument")
    cellTextDocuments = try json.required("cellTextDocuments")
  }
}

/// `notebookDocument/didChange`
package struct DidChangeNotebookDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The notebook, with its version after the change.
  package let notebookDocument: VersionedNotebookDocumentIdentifier
  /// What changed since the version before.
  package let change: NotebookDocumentChangeEvent

  package init(json: JSONNode) throws(JSONDecodingError) {
    notebookDocument = try json.required("notebookDocument")
    change = try json.required("change")
  }
}

/// What changed in a notebook.
package struct NotebookDocumentChangeEvent: Sendable, Hashable, JSONDecodable {
  /// The whole new metadata, an object; nil where it is unchanged.
  package let metadata: JSONValue?
  /// What changed in the cells; nil where nothing did.
  package let cells: NotebookDocumentCellChanges?

  package init(json: JSONNode) throws(JSONDecodingError) {
    metadata = try json.optionalObject("metadata")
    cells = try json.optional("cells")
  }
}

/// What changed in the cells of a notebook.
package struct NotebookDocumentCellChanges: Sendable, Hashable, JSONDecodable {
  /// Cells that came, went or moved.
  package let structure: NotebookDocumentCellChangeStructure?
  /// Cells whose kind, metadata or execution summary changed, as they are now.
  package let data: [NotebookCell]?
  /// Cells whose text changed.
  package let textContent: [NotebookDocumentCellContentChanges]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    structure = try json.optional("structure")
    data = try json.optional("data")
    textContent = try json.optional("textContent")
  }
}

/// A change of the list of cells.
package struct NotebookDocumentCellChangeStructure: Sendable, Hashable, JSONDecodable {
  /// Which cells are replaced.
  package let array: NotebookCellArrayChange
  /// The texts of cells that are new; a cell that only moved has its text already.
  package let didOpen: [TextDocumentItem]?
  /// The texts of cells that are gone.
  package let didClose: [TextDocumentIdentifier]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    array = try json.required("array")
    didOpen = try json.optional("didOpen")
    didClose = try json.optional("didClose")
  }
}

/// `deleteCount` cells from `start` on are replaced by `cells`.
package struct NotebookCellArrayChange: Sendable, Hashable, JSONDecodable {
  /// The index of the first cell that is replaced.
  package let start: Int
  /// How many cells are removed.
  package let deleteCount: Int
  /// The cells in their place; nil for none.
  package let cells: [NotebookCell]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    start = try json.requiredUnsigned("start")
    deleteCount = try json.requiredUnsigned("deleteCount")
    cells = try json.optional("cells")
  }
}

/// Changes of the text of one cell.
package struct NotebookDocumentCellContentChanges: Sendable, Hashable, JSONDecodable {
  /// The text of the cell, with its version after the changes.
  package let document: VersionedTextDocumentIdentifier
  /// To be made in order.
  package let changes: [TextDocumentContentChangeEvent]

  package init(json: JSONNode) throws(JSONDecodingError) {
    document = try json.required("document")
    changes = try json.required("changes")
  }
}

/// `notebookDocument/didClose`
package struct DidCloseNotebookDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The notebook; the texts of its cells come beside it.
  package let notebookDocument: NotebookDocumentIdentifier
  /// The texts of the cells, which are closed with it; empty where the client leaves them out.
  package let cellTextDocuments: [TextDocumentIdentifier]

  package init(json: JSONNode) throws(JSONDecodingError) {
    notebookDocument = try json.required("notebookDocument")
    cellTextDocuments = try json.optional("cellTextDocuments") ?? []
  }
}
