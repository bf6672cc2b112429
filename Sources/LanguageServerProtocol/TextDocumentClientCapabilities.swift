import JSONSyntax

/// What the client can do with texts.
package struct TextDocumentClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let hover: HoverClientCapabilities?
  package let codeAction: CodeActionClientCapabilities?
  package let publishDiagnostics: PublishDiagnosticsClientCapabilities?

  package init(json: JSONNode) throws(JSONDecodingError) {
    hover = try json.optional("hover")
    codeAction = try json.optional("codeAction")
    publishDiagnostics = try json.optional("publishDiagnostics")
  }
}

/// How the client shows hovers.
package struct HoverClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let dynamicRegistration: Bool?
  /// In the order of the client's liking.
  package let contentFormat: [MarkupKind]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    dynamicRegistration = try json.optional("dynamicRegistration")
    contentFormat = try json.optional("contentFormat")
  }
}

/// Which parts of a diagnostic the client can show.
package struct PublishDiagnosticsClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let relatedInformation: Bool?
  package let tagSupport: ClientDiagnosticsTagOptions?
  package let codeDescriptionSupport: Bool?
  /// Whether it gives `data` back with requests for code actions.
  package let dataSupport: Bool?
  package let versionSupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    relatedInformation = try json.optional("relatedInformation")
    tagSupport = try json.optional("tagSupport")
    codeDescriptionSupport = try json.optional("codeDescriptionSupport")
    dataSupport = try json.optional("dataSupport")
    versionSupport = try json.optional("versionSupport")
  }
}

/// Which tags of a diagnostic the client can show.
package struct ClientDiagnosticsTagOptions: Sendable, Hashable, JSONDecodable {
  package let valueSet: [DiagnosticTag]

  package init(json: JSONNode) throws(JSONDecodingError) {
    valueSet = try json.required("valueSet")
  }
}

/// Which parts of a code action the client can use.
package struct CodeActionClientCapabilities: Sendable, Hashable, JSONDecodable {
  package let dynamicRegistration: Bool?
  /// Whether it takes code actions at all and not only commands.
  package let codeActionLiteralSupport: ClientCodeActionLiteralOptions?
  package let isPreferredSupport: Bool?
  package let disabledSupport: Bool?
  /// Whether it keeps `data` for `codeAction/resolve`.
  package let dataSupport: Bool?
  package let resolveSupport: ClientCodeActionResolveOptions?

  package init(json: JSONNode) throws(JSONDecodingError) {
    dynamicRegistration = try json.optional("dynamicRegistration")
    codeActionLiteralSupport = try json.optional("codeActionLiteralSupport")
    isPreferredSupport = try json.optional("isPreferredSupport")
    disabledSupport = try json.optional("disabledSupport")
    dataSupport = try json.optional("dataSupport")
    resolveSupport = try json.optional("resolveSupport")
  }
}

/// How the client takes code actions.
package struct ClientCodeActionLiteralOptions: Sendable, Hashable, JSONDecodable {
  package let codeActionKind: ClientCodeActionKindOptions

  package init(json: JSONNode) throws(JSONDecodingError) {
    codeActionKind = try json.required("codeActionKind")
  }
}

/// Which kinds of code action the client knows; it has to get on with others.
package struct ClientCodeActionKindOptions: Sendable, Hashable, JSONDecodable {
  package let valueSet: [CodeActionKind]

  package init(json: JSONNode) throws(JSONDecodingError) {
    valueSet = try json.required("valueSet")
  }
}

/// What the client can ask for later.
package struct ClientCodeActionResolveOptions: Sendable, Hashable, JSONDecodable {
  /// The fields of a code action that may come with `codeAction/resolve` only.
  package let properties: [String]

  package init(json: JSONNode) throws(JSONDecodingError) {
    properties = try json.required("properties")
  }
}
