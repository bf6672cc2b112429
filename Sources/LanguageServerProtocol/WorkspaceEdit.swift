import JSONSyntax

/// The text in `range` becomes `newText`.
package struct TextEdit: Sendable, Hashable, JSONDecodable, JSONEncodable {
  package var range: PositionRange
  package var newText: String

  /// The edit that puts `newText` in place of what is in `range`.
  package init(range: PositionRange, newText: String) {
    self.range = range
    self.newText = newText
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    range = try json.required("range")
    newText = try json.required("newText")
  }

  package var json: JSONValue { ["range": range.json, "newText": .string(newText)] }
}

/// Edits of one document in one of its states. They do not overlap and all refer to that state.
package struct TextDocumentEdit: Sendable, Hashable, JSONDecodable, JSONEncodable {
  package var textDocument: OptionalVersionedTextDocumentIdentifier
  package var edits: [TextEdit]

  /// The edits of one document.
  package init(textDocument: OptionalVersionedTextDocumentIdentifier, edits: [TextEdit]) {
    self.textDocument = textDocument
    self.edits = edits
  }

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    edits = try json.required("edits")
  }

  package var json: JSONValue { ["textDocument": textDocument.json, "edits": edits.json] }
}

/// Edits of any number of documents, in the one form or the other, as the client can apply them.
package struct WorkspaceEdit: Sendable, Hashable, JSONDecodable, JSONEncodable {
  /// The edits of each document, for clients without `workspace.workspaceEdit.documentChanges`.
  package var changes: [DocumentURI: [TextEdit]]?
  package var documentChanges: [TextDocumentEdit]?

  /// The edit in the form that says which state of each document it refers to.
  package init(documentChanges: [TextDocumentEdit]) { self.documentChanges = documentChanges }

  /// The edit in the form that every client can apply.
  package init(changes: [DocumentURI: [TextEdit]]) { self.changes = changes }

  package init(json: JSONNode) throws(JSONDecodingError) {
    documentChanges = try json.optional("documentChanges")
    let changes: DocumentChanges? = try json.optional("changes")
    self.changes = changes?.edits
  }

  /// Documents are written in the order of their names, so that equal edits are equal bytes.
  package var json: JSONValue {
    let members = changes?.sorted { $0.key.description < $1.key.description }
      .map { JSONMember(key: $0.key.description, value: $0.value.json) }
    return JSONValue(present: [
      "changes": members.map(JSONValue.object), "documentChanges": documentChanges?.json,
    ])
  }
}

/// An object whose keys are names of documents.
private struct DocumentChanges: JSONDecodable {
  var edits: [DocumentURI: [TextEdit]] = [:]

  init(json: JSONNode) throws(JSONDecodingError) {
    for member in json.members {
      guard let key = member.key.string else { continue }
      edits[DocumentURI(key)] = try json.required(key)
    }
  }
}

/// `workspace/applyEdit`
package struct ApplyWorkspaceEditParams: Sendable, Hashable, JSONEncodable {
  /// What the client may call the edit when it undoes it.
  package var label: String?
  package var edit: WorkspaceEdit

  /// The request to make `edit`.
  package init(label: String? = nil, edit: WorkspaceEdit) {
    self.label = label
    self.edit = edit
  }

  package var json: JSONValue { JSONValue(present: ["label": label?.json, "edit": edit.json]) }
}

/// The answer to `workspace/applyEdit`.
package struct ApplyWorkspaceEditResult: Sendable, Hashable, JSONDecodable {
  package let applied: Bool
  /// Why it was not applied.
  package let failureReason: String?
  /// The index of the change that failed, where the client knows.
  package let failedChange: Int?

  package init(json: JSONNode) throws(JSONDecodingError) {
    applied = try json.required("applied")
    failureReason = try json.optional("failureReason")
    failedChange = try json.optional("failedChange")
  }
}
