import JSONSyntax

/// `textDocument/documentHighlight`
package typealias DocumentHighlightParams = TextDocumentPositionParams

/// A place in a document that has to do with the one under the cursor.
package struct DocumentHighlight: Sendable, Hashable, JSONEncodable {
  /// The text to highlight.
  package var range: PositionRange
  /// Whether the text reads or writes the name; nil for neither.
  package var kind: DocumentHighlightKind?

  /// The place `range`.
  package init(range: PositionRange, kind: DocumentHighlightKind? = nil) {
    self.range = range
    self.kind = kind
  }

  package var json: JSONValue { JSONValue(present: ["range": range.json, "kind": kind?.json]) }
}

/// What a highlighted place does with what the cursor is on.
package enum DocumentHighlightKind: Int, Sendable, Hashable, JSONEncodable {
  case text = 1
  case read = 2
  case write = 3
}
