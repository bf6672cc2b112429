import JSONSyntax

/// `textDocument/didOpen`
package struct DidOpenTextDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The document with its whole text.
  package let textDocument: TextDocumentItem

  package init(json: JSONNode) throws(JSONDecodingError) { textDocument = try json.required("textDocument") }
}

/// `textDocument/didChange`
package struct DidChangeTextDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The document, with its version after all changes.
  package let textDocument: VersionedTextDocumentIdentifier
  /// To be made in order, each on the text that the one before it left.
  package let contentChanges: [TextDocumentContentChangeEvent]

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    contentChanges = try json.required("contentChanges")
  }
}

/// One change of a text.
package enum TextDocumentContentChangeEvent: Sendable, Hashable, JSONDecodable {
  /// The text in `range` becomes `text`.
  case partial(range: PositionRange, text: String)
  /// The whole document becomes `text`.
  case whole(text: String)

  package init(json: JSONNode) throws(JSONDecodingError) {
    let text: String = try json.required("text")
    // A change that is left out would leave the text wrong from there on, so its range may be the wrong way round.
    if let range = try json.optional("range", reading: PositionRange.init(betweenEndsOf:)) {
      self = .partial(range: range, text: text)
    } else {
      self = .whole(text: text)
    }
  }
}

/// `textDocument/didClose`
package struct DidCloseTextDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The document. What the server knew of its text no longer counts.
  package let textDocument: TextDocumentIdentifier

  package init(json: JSONNode) throws(JSONDecodingError) { textDocument = try json.required("textDocument") }
}

/// Parameters of `textDocument/didSave`.
package struct DidSaveTextDocumentParams: Sendable, Hashable, JSONDecodable {
  /// The document.
  package let textDocument: TextDocumentIdentifier

  package init(json: JSONNode) throws(JSONDecodingError) { textDocument = try json.required("textDocument") }
}
