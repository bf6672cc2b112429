import JSONSyntax

/// `textDocument/prepareRename`
package typealias PrepareRenameParams = TextDocumentPositionParams

/// `textDocument/rename`
package struct RenameParams: Sendable, Hashable, JSONDecodable {
  /// The document with the name.
  package let textDocument: TextDocumentIdentifier
  /// The place of the name, anywhere in it.
  package let position: Position
  /// The name to give, not checked yet.
  package let newName: String

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    position = try json.required("position")
    newName = try json.required("newName")
  }
}

/// What can be renamed: the specification's `PrepareRenamePlaceholder`.
package struct PrepareRenamePlaceholder: Sendable, Hashable, JSONEncodable {
  /// The text that is replaced.
  package var range: PositionRange
  /// What the person starts from.
  package var placeholder: String

  /// The name `placeholder` at `range`.
  package init(range: PositionRange, placeholder: String) {
    self.range = range
    self.placeholder = placeholder
  }

  package var json: JSONValue { ["range": range.json, "placeholder": placeholder.json] }
}

/// How things are renamed.
package struct RenameOptions: Sendable, Hashable, JSONEncodable {
  /// Whether the server answers `textDocument/prepareRename`. Only clients with `prepareSupport` know the option.
  package var prepareProvider: Bool?

  /// Options with or without the question beforehand.
  package init(prepareProvider: Bool? = nil) { self.prepareProvider = prepareProvider }

  /// Without options the capability is a bare `true`: clients written in Python take an empty object for "no".
  package var json: JSONValue { prepareProvider.map { ["prepareProvider": $0.json] } ?? true }
}
