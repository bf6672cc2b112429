import JSONSyntax

/// `textDocument/hover`
package typealias HoverParams = TextDocumentPositionParams

/// The answer to `textDocument/hover`.
package struct Hover: Sendable, Hashable, JSONEncodable {
  /// What is shown.
  package var contents: MarkupContent
  /// What the text is about, which the client may highlight.
  package var range: PositionRange?

  /// The text to show at `range`.
  package init(contents: MarkupContent, range: PositionRange? = nil) {
    self.contents = contents
    self.range = range
  }

  package var json: JSONValue { JSONValue(present: ["contents": contents.json, "range": range?.json]) }
}

/// Text for a person.
package struct MarkupContent: Sendable, Hashable, JSONEncodable {
  /// How the text is written.
  package var kind: MarkupKind
  /// The content, in the format that `kind` names.
  package var value: String

  /// The text `value`, written as `kind` says.
  package init(kind: MarkupKind, value: String) {
    self.kind = kind
    self.value = value
  }

  package var json: JSONValue { ["kind": kind.json, "value": value.json] }
}

/// How a text for a person is written. Clients may name kinds that are not listed here.
package struct MarkupKind: RawRepresentable, Sendable, Hashable, JSONDecodable, JSONEncodable {
  package let rawValue: String

  /// The kind with this name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// Plain text, shown as it is.
  package static let plainText = MarkupKind(rawValue: "plaintext")
  /// GitHub's Markdown.
  package static let markdown = MarkupKind(rawValue: "markdown")
}
