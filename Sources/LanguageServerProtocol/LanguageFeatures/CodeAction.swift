import JSONSyntax

/// `textDocument/codeAction`
package struct CodeActionParams: Sendable, Hashable, JSONDecodable {
  /// The document in which actions are wanted.
  package let textDocument: TextDocumentIdentifier
  /// The selection, or the cursor as an empty range.
  package let range: PositionRange
  /// The diagnostics at the range, and the kinds of actions that are wanted.
  package let context: CodeActionContext

  package init(json: JSONNode) throws(JSONDecodingError) {
    textDocument = try json.required("textDocument")
    range = try json.required("range")
    context = try json.required("context")
  }
}

/// What the client knows of the place it asks code actions for.
package struct CodeActionContext: Sendable, Hashable, JSONDecodable {
  /// The diagnostics the client shows in the range, perhaps of an earlier state of the document. Those of other
  /// servers come along: what cannot be read among them is left out, for it is none of ours.
  package let diagnostics: [Diagnostic]
  /// The kinds that the client wants; all where nil.
  package let only: [CodeActionKind]?
  /// Why the client asks; nil where it does not say.
  package let triggerKind: CodeActionTriggerKind?

  package init(json: JSONNode) throws(JSONDecodingError) {
    diagnostics = json["diagnostics"]?.elements.compactMap { try? Diagnostic(json: $0) } ?? []
    only = try json.optional("only")
    triggerKind = try json.optionalKnown("triggerKind")
  }
}

/// Why a client asks for code actions.
package enum CodeActionTriggerKind: Int, Sendable, Hashable {
  /// The person has asked for them.
  case invoked = 1
  /// The cursor has moved, or the like.
  case automatic = 2
}

/// A change that can be made at a place.
package struct CodeAction: Sendable, Hashable, JSONEncodable {
  /// What a menu shows.
  package var title: String
  /// The kind, by which clients filter actions and bind keys.
  package var kind: CodeActionKind?
  /// The diagnostics that the action resolves.
  package var diagnostics: [Diagnostic]?
  /// Whether this is the one right answer, which a client may take without asking.
  package var isPreferred: Bool?
  /// The changes to make; nil if the action is a command, or is resolved first.
  package var edit: WorkspaceEdit?
  /// Run after `edit` is made.
  package var command: Command?
  /// What the server wants to know when it is asked for the rest, with `codeAction/resolve`.
  package var data: JSONValue?

  /// An action; what a client cannot use is to be left out.
  package init(
    title: String, kind: CodeActionKind? = nil, diagnostics: [Diagnostic]? = nil, isPreferred: Bool? = nil,
    edit: WorkspaceEdit? = nil, command: Command? = nil, data: JSONValue? = nil
  ) {
    self.title = title
    self.kind = kind
    self.diagnostics = diagnostics
    self.isPreferred = isPreferred
    self.edit = edit
    self.command = command
    self.data = data
  }

  package var json: JSONValue {
    JSONValue(present: [
      "title": title.json, "kind": kind?.json, "diagnostics": diagnostics?.json,
      "isPreferred": isPreferred?.json, "edit": edit?.json,
      "command": command?.json, "data": data,
    ])
  }
}

/// A kind of code action: words joined by dots, the general one first. Clients may name others.
package struct CodeActionKind: RawRepresentable, Sendable, Hashable, JSONDecodable, JSONEncodable {
  package let rawValue: String

  /// The kind with this name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// Every kind: all others are refinements of it.
  package static let empty = CodeActionKind(rawValue: "")
  /// Fixes of a problem.
  package static let quickFix = CodeActionKind(rawValue: "quickfix")
  /// Changes of the code that keep what it does.
  package static let refactor = CodeActionKind(rawValue: "refactor")
  /// Refactorings that change the form of some code.
  package static let refactorRewrite = CodeActionKind(rawValue: "refactor.rewrite")
  /// Actions for a whole document.
  package static let source = CodeActionKind(rawValue: "source")
  /// All safe fixes of a document at once, as editors apply them on save.
  package static let sourceFixAll = CodeActionKind(rawValue: "source.fixAll")
  /// Of a notebook as a whole.
  package static let notebook = CodeActionKind(rawValue: "notebook")

  /// Whether the kind is `general` or one below it: `refactor.rewrite` is a `refactor`.
  package func isKind(of general: CodeActionKind) -> Bool {
    general == .empty || self == general || rawValue.hasPrefix(general.rawValue + ".")
  }
}
