import JSONSyntax

/// The text in `range` becomes `newText`.
package struct TextEdit: Sendable, Hashable, JSONEncodable {
  /// The text that is replaced; an empty range inserts.
  package var range: PositionRange
  /// The text in its place.
  package var newText: String

  /// The edit that puts `newText` in place of what is in `range`.
  package init(range: PositionRange, newText: String) {
    self.range = range
    self.newText = newText
  }

  package var json: JSONValue { ["range": range.json, "newText": .string(newText)] }
}

/// Edits of one document in one of its states. They do not overlap and all refer to that state.
package struct TextDocumentEdit: Sendable, Hashable, JSONEncodable {
  /// The document, with the version that the edits refer to.
  package var textDocument: OptionalVersionedTextDocumentIdentifier
  /// The edits, in any order.
  package var edits: [TextEdit]

  /// The edits of one document.
  package init(textDocument: OptionalVersionedTextDocumentIdentifier, edits: [TextEdit]) {
    self.textDocument = textDocument
    self.edits = edits
  }

  package var json: JSONValue { ["textDocument": textDocument.json, "edits": edits.json] }
}

/// `workspace/applyEdit`
package struct ApplyWorkspaceEditParams: Sendable, Hashable, JSONEncodable {
  /// What the client may call the edit when it undoes it.
  package var label: String?
  /// The edit to apply.
  package var edit: WorkspaceEdit

  /// The request to apply `edit`.
  package init(label: String? = nil, edit: WorkspaceEdit) {
    self.label = label
    self.edit = edit
  }

  package var json: JSONValue { JSONValue(present: ["label": label?.json, "edit": edit.json]) }
}

/// Edits of any number of documents, in the one form or the other, as the client can apply them.
package struct WorkspaceEdit: Sendable, Hashable, JSONEncodable {
  /// The edits of each document, for clients without `workspace.workspaceEdit.documentChanges`.
  package var changes: [DocumentURI: [TextEdit]]?
  /// The edits of each document, with its version; nil for clients that do not know versions.
  package var documentChanges: [TextDocumentEdit]?

  /// The edit in the form that says which state of each document it refers to.
  package init(documentChanges: [TextDocumentEdit]) { self.documentChanges = documentChanges }

  /// The edit in the form that every client can apply.
  package init(changes: [DocumentURI: [TextEdit]]) { self.changes = changes }

  /// Documents are written in the order of their names, so that equal edits are equal bytes.
  package var json: JSONValue {
    let members = changes?.sorted { $0.key.description < $1.key.description }
      .map { JSONMember(key: $0.key.description, value: $0.value.json) }
    return JSONValue(present: [
      "changes": members.map(JSONValue.object), "documentChanges": documentChanges?.json,
    ])
  }
}
