import JSONSyntax

/// What the client can do, as far as the server looks at it. What is nil it cannot.
package struct ClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let workspace: WorkspaceClientCapabilities?
  package let textDocument: TextDocumentClientCapabilities?
  package let window: WindowClientCapabilities?
  package let general: GeneralClientCapabilities?
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
  package let workspaceEdit: WorkspaceEditClientCapabilities?
  /// Whether it answers `workspace/configuration`.
  package let configuration: Bool?
  package let didChangeConfiguration: DynamicRegistrationClientCapabilities?
  package let codeLens: RefreshClientCapabilities?
  package let inlayHint: RefreshClientCapabilities?
  package let diagnostics: RefreshClientCapabilities?
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
  package let showDocument: ShowDocumentClientCapabilities?

  package init(json: JSONNode) throws(JSONDecodingError) {
    workDoneProgress = try json.optional("workDoneProgress")
    showDocument = try json.optional("showDocument")
  }
}

/// How the client shows documents.
package struct ShowDocumentClientCapabilities: Sendable, Hashable, JSONDecodable {
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
