import JSONSyntax

/// `textDocument/documentLink`
package typealias DocumentLinkParams = TextDocumentParams

/// Text that stands for a document.
package struct DocumentLink: Sendable, Hashable, JSONEncodable {
  package var range: PositionRange
  package var target: DocumentURI?
  package var tooltip: String?

  /// The link from `range` to `target`.
  package init(range: PositionRange, target: DocumentURI? = nil, tooltip: String? = nil) {
    self.range = range
    self.target = target
    self.tooltip = tooltip
  }

  package var json: JSONValue {
    JSONValue(present: ["range": range.json, "target": target?.json, "tooltip": tooltip?.json])
  }
}

/// Which links there are.
package struct DocumentLinkOptions: Sendable, Hashable, JSONEncodable {
  /// Whether the server answers `documentLink/resolve`.
  package var resolveProvider: Bool?

  /// Options of links that come complete, or not.
  package init(resolveProvider: Bool? = nil) { self.resolveProvider = resolveProvider }

  package var json: JSONValue { JSONValue(present: ["resolveProvider": resolveProvider?.json]) }
}
