import JSONSyntax

/// `textDocument/documentLink`
package typealias DocumentLinkParams = TextDocumentParams

/// Text that stands for a document.
package struct DocumentLink: Sendable, Hashable, JSONEncodable {
  /// The text of the link.
  package var range: PositionRange
  /// The document that the link opens.
  package var target: DocumentURI

  /// The link from `range` to `target`.
  package init(range: PositionRange, target: DocumentURI) {
    self.range = range
    self.target = target
  }

  package var json: JSONValue { ["range": range.json, "target": target.json] }
}

/// Which links there are.
package struct DocumentLinkOptions: Sendable, Hashable, JSONEncodable {
  /// Whether the server answers `documentLink/resolve`.
  package var resolveProvider: Bool?

  /// Options of links that come complete, or not.
  package init(resolveProvider: Bool? = nil) { self.resolveProvider = resolveProvider }

  package var json: JSONValue { JSONValue(present: ["resolveProvider": resolveProvider?.json]) }
}
