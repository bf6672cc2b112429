import JSONSyntax

/// `textDocument/codeLens`
package typealias CodeLensParams = TextDocumentParams

/// A command shown between the lines of a text.
package struct CodeLens: Sendable, Hashable, JSONEncodable {
  /// On one line.
  package var range: PositionRange
  /// Where its name is empty, the lens only shows its title.
  package var command: Command

  /// The lens that shows `command` above `range`.
  package init(range: PositionRange, command: Command) {
    self.range = range
    self.command = command
  }

  package var json: JSONValue { ["range": range.json, "command": command.json] }
}

/// Which code lenses there are.
package struct CodeLensOptions: Sendable, Hashable, JSONEncodable {
  /// Whether the server answers `codeLens/resolve`.
  package var resolveProvider: Bool?

  /// Options of lenses that come complete, or not.
  package init(resolveProvider: Bool? = nil) { self.resolveProvider = resolveProvider }

  package var json: JSONValue { JSONValue(present: ["resolveProvider": resolveProvider?.json]) }
}
