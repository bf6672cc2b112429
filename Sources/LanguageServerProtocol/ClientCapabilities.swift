import JSONSyntax

/// What the client can do, as far as a notebook server looks at it. What is nil it cannot.
package struct ClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let workspace: WorkspaceClientCapabilities?
  package let textDocument: TextDocumentClientCapabilities?
  package let notebookDocument: NotebookDocumentClientCapabilities?
  package let window: WindowClientCapabilities?
  package let general: GeneralClientCapabilities?
  package let experimental: JSONValue?

  package init(json: JSONNode) throws(JSONDecodingError) {
    workspace = try json.optional("workspace")
    textDocument = try json.optional("textDocument")
    notebookDocument = try json.optional("notebookDocument")
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
  /// Whether it answers `workspace/applyEdit`.
  package let applyEdit: Bool?
  package let workspaceEdit: WorkspaceEditClientCapabilities?
  package let didChangeConfiguration: DidChangeConfigurationClientCapabilities?
  package let workspaceFolders: Bool?
  /// Whether it answers `workspace/configuration`.
  package let configuration: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    applyEdit = try json.optional("applyEdit")
    workspaceEdit = try json.optional("workspaceEdit")
    didChangeConfiguration = try json.optional("didChangeConfiguration")
    workspaceFolders = try json.optional("workspaceFolders")
    configuration = try json.optional("configuration")
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

/// How the client tells of changed settings.
package struct DidChangeConfigurationClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let dynamicRegistration: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    dynamicRegistration = try json.optional("dynamicRegistration")
  }
}

/// What the client can do with notebooks.
package struct NotebookDocumentClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let synchronization: NotebookDocumentSyncClientCapabilities

  package init(json: JSONNode) throws(JSONDecodingError) {
    synchronization = try json.required("synchronization")
  }
}

/// How the client keeps notebooks the same in client and server.
package struct NotebookDocumentSyncClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let dynamicRegistration: Bool?
  /// Whether it sends what is known of a cell's last run.
  package let executionSummarySupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    dynamicRegistration = try json.optional("dynamicRegistration")
    executionSummarySupport = try json.optional("executionSummarySupport")
  }
}

/// What the client can show.
package struct WindowClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it shows progress of the server's own.
  package let workDoneProgress: Bool?
  package let showMessage: ShowMessageRequestClientCapabilities?
  package let showDocument: ShowDocumentClientCapabilities?

  package init(json: JSONNode) throws(JSONDecodingError) {
    workDoneProgress = try json.optional("workDoneProgress")
    showMessage = try json.optional("showMessage")
    showDocument = try json.optional("showDocument")
  }
}

/// How the client asks a person.
package struct ShowMessageRequestClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let messageActionItem: ClientShowMessageActionItemOptions?

  package init(json: JSONNode) throws(JSONDecodingError) {
    messageActionItem = try json.optional("messageActionItem")
  }
}

/// What the client does with the answers that a person may choose from.
package struct ClientShowMessageActionItemOptions: Sendable, Hashable, JSONDecodable {
  /// Whether it keeps fields it does not know and gives them back.
  package let additionalPropertiesSupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    additionalPropertiesSupport = try json.optional("additionalPropertiesSupport")
  }
}

/// How the client shows documents.
package struct ShowDocumentClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let support: Bool

  package init(json: JSONNode) throws(JSONDecodingError) {
    support = try json.required("support")
  }
}
