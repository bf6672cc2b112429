import JSONSyntax

/// `textDocument/foldingRange`
package typealias FoldingRangeParams = TextDocumentParams

/// Lines that can be folded into the first of them.
package struct FoldingRange: Sendable, Hashable, JSONEncodable {
  /// The line that stays visible, counted from 0.
  package var startLine: Int
  /// The last line that is hidden, counted from 0.
  package var endLine: Int
  /// What the client shows in their place.
  package var collapsedText: String?

  /// The lines from `startLine` to `endLine`, both included.
  package init(startLine: Int, endLine: Int, collapsedText: String? = nil) {
    self.startLine = startLine
    self.endLine = endLine
    self.collapsedText = collapsedText
  }

  package var json: JSONValue {
    JSONValue(present: [
      "startLine": startLine.json, "endLine": endLine.json, "kind": "region",
      "collapsedText": collapsedText?.json,
    ])
  }
}
