import JSONSyntax

/// What the client can do with texts.
package struct TextDocumentClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// How it shows hovers.
  package let hover: HoverClientCapabilities?
  /// How it uses code actions.
  package let codeAction: CodeActionClientCapabilities?
  /// How it shows diagnostics.
  package let publishDiagnostics: PublishDiagnosticsClientCapabilities?
  /// How it shows outlines.
  package let documentSymbol: DocumentSymbolClientCapabilities?
  /// How it completes.
  package let completion: CompletionClientCapabilities?
  /// How it renames.
  package let rename: RenameClientCapabilities?
  /// Present where it asks for diagnostics.
  package let diagnostic: DynamicRegistrationClientCapabilities?

  package init(json: JSONNode) throws(JSONDecodingError) {
    hover = try json.optional("hover")
    codeAction = try json.optional("codeAction")
    publishDiagnostics = try json.optional("publishDiagnostics")
    documentSymbol = try json.optional("documentSymbol")
    completion = try json.optional("completion")
    rename = try json.optional("rename")
    diagnostic = try json.optional("diagnostic")
  }
}

/// How the client shows the symbols of a document.
package struct DocumentSymbolClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether symbols may have others inside.
  package let hierarchicalDocumentSymbolSupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    hierarchicalDocumentSymbolSupport = try json.optional("hierarchicalDocumentSymbolSupport")
  }
}

/// How the client shows hovers.
package struct HoverClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// In the order of the client's liking.
  package let contentFormat: [MarkupKind]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    contentFormat = try json.optional("contentFormat")
  }
}

/// Which parts of a diagnostic the client can show.
package struct PublishDiagnosticsClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it shows places that explain a diagnostic.
  package let relatedInformation: Bool?
  /// Whether it links a code to its description.
  package let codeDescriptionSupport: Bool?
  /// Whether it gives `data` back with requests for code actions.
  package let dataSupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    relatedInformation = try json.optional("relatedInformation")
    codeDescriptionSupport = try json.optional("codeDescriptionSupport")
    dataSupport = try json.optional("dataSupport")
  }
}

/// Which parts of a code action the client can use.
package struct CodeActionClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Present, with whatever content, where it takes code actions at all and not only commands.
  package let codeActionLiteralSupport: JSONValue?
  /// Whether it gives `data` back with `codeAction/resolve`.
  package let dataSupport: Bool?
  /// Which parts of an action it can request later.
  package let resolveSupport: ResolveSupport?

  package init(json: JSONNode) throws(JSONDecodingError) {
    codeActionLiteralSupport = try json.optional("codeActionLiteralSupport")
    dataSupport = try json.optional("dataSupport")
    resolveSupport = try json.optional("resolveSupport")
  }
}

/// What the client asks for when it is needed.
package struct ResolveSupport: Sendable, Hashable, JSONDecodable {
  /// The names of the properties.
  package let properties: [String]

  package init(json: JSONNode) throws(JSONDecodingError) {
    properties = try json.required("properties")
  }
}

/// What the client can do with completions.
package struct CompletionClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Which parts of a completion it can use.
  package let completionItem: ClientCompletionItemOptions?

  package init(json: JSONNode) throws(JSONDecodingError) {
    completionItem = try json.optional("completionItem")
  }
}

/// What the client can do with one completion.
package struct ClientCompletionItemOptions: Sendable, Hashable, JSONDecodable {
  /// Whether it knows texts with places to fill in.
  package let snippetSupport: Bool?
  /// In the order of the client's liking.
  package let documentationFormat: [MarkupKind]?

  package init(json: JSONNode) throws(JSONDecodingError) {
    snippetSupport = try json.optional("snippetSupport")
    documentationFormat = try json.optional("documentationFormat")
  }
}

/// How the client renames.
package struct RenameClientCapabilities: Sendable, Hashable, JSONDecodable {
  /// Whether it asks what can be renamed first.
  package let prepareSupport: Bool?

  package init(json: JSONNode) throws(JSONDecodingError) {
    prepareSupport = try json.optional("prepareSupport")
  }
}
