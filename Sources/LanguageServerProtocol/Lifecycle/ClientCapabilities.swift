import JSONSyntax

/// What the client can do, as far as the server looks at it. What is nil it cannot.
package struct ClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// What it can do with the workspace as a whole.
  package let workspace: WorkspaceClientCapabilities?
  /// What it can do with texts.
  package let textDocument: TextDocumentClientCapabilities?
  /// What it can show.
  package let window: WindowClientCapabilities?
  /// What it can do in general, such as the column encodings that it knows.
  package let general: GeneralClientCapabilities?
  /// Abilities that LSP does not define; the extensions of this repository name theirs here.
  package let experimental: JSONValue?

  package init(json: JSONNode) throws(JSONDecodingError) {
    workspace = try json.optional("workspace")
    textDocument = try json.optional("textDocument")
    window = try json.optional("window")
    general = try json.optional("general")
    experimental = try json.optional("experimental")
  }
}

/// What holds for all requests.
package struct GeneralClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// In the order of the client's liking; UTF-16 where nil.
  package let positionEncodings: [PositionEncodingKind]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    positionEncodings = try json.optional("positionEncodings")
  }
}

/// What the client can do with the workspace as a whole.
package struct WorkspaceClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it applies edits that the server asks for.
  package let applyEdit: Bool?
  /// Which edits of the workspace it can apply.
  package let workspaceEdit: WorkspaceEditClientCapabilities?
  /// Whether it answers `workspace/configuration`.
  package let configuration: Bool?
  /// Whether the server can ask for changes of settings after the start.
  package let didChangeConfiguration: DynamicRegistrationClientCapabilities?
  /// Whether it requests code lenses again when the server asks.
  package let codeLens: RefreshClientCapabilities?
  /// Whether it requests inlay hints again when the server asks.
  package let inlayHint: RefreshClientCapabilities?
  /// Whether it requests diagnostics again when the server asks.
  package let diagnostics: RefreshClientCapabilities?
  /// Whether the server can ask for changes of files after the start.
  package let didChangeWatchedFiles: DynamicRegistrationClientCapabilities?

  package init(json: JSONNode) throws(JSONDecodingError) {
    applyEdit = try json.optional("applyEdit")
    workspaceEdit = try json.optional("workspaceEdit")
    configuration = try json.optional("configuration")
    didChangeConfiguration = try json.optional("didChangeConfiguration")
    codeLens = try json.optional("codeLens")
    inlayHint = try json.optional("inlayHint")
    diagnostics = try json.optional("diagnostics")
    didChangeWatchedFiles = try json.optional("didChangeWatchedFiles")
  }
}

/// Which forms of edit the client can apply.
package struct WorkspaceEditClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it can apply edits of documents in a given version.
  package let documentChanges: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    documentChanges = try json.optional("documentChanges")
  }
}

/// What the client can show.
package struct WindowClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it shows progress of the server's own.
  package let workDoneProgress: Bool?
  /// Whether it opens documents for the server.
  package let showDocument: ShowDocumentClientCapabilities?

  package init(json: JSONNode) throws(JSONDecodingError) {
    workDoneProgress = try json.optional("workDoneProgress")
    showDocument = try json.optional("showDocument")
  }
}

/// How the client shows documents.
package struct ShowDocumentClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it answers `window/showDocument`.
  package let support: Bool

  package init(json: JSONNode) throws(JSONDecodingError) {
    support = try json.required("support")
  }
}

/// What the client can do with a feature that has no other abilities to tell of.
package struct DynamicRegistrationClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether the server may ask for the feature after `initialize`.
  package let dynamicRegistration: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    dynamicRegistration = try json.optional("dynamicRegistration")
  }
}

/// What the client can do with a feature whose answers it keeps until it is told to ask again.
package struct RefreshClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether the server may have it ask again.
  package let refreshSupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    refreshSupport = try json.optional("refreshSupport")
  }
}
