import JSONSyntax

/// `workspace/configuration`: asks the client for its settings. The answer is an array with one value an item.
package struct ConfigurationParams: Sendable, Hashable, JSONEncodable {
  package var items: [ConfigurationItem]

  /// The request for the settings that `items` name.
  package init(items: [ConfigurationItem]) { self.items = items }

  package var json: JSONValue { ["items": items.json] }
}

/// Which settings are asked for.
package struct ConfigurationItem: Sendable, Hashable, JSONEncodable {
  /// The document or folder that the settings are to hold for.
  package var scopeUri: DocumentURI?
  package var section: String?

  /// The settings of `section` for `scopeUri`.
  package init(scopeUri: DocumentURI? = nil, section: String? = nil) {
    self.scopeUri = scopeUri
    self.section = section
  }

  package var json: JSONValue {
    JSONValue(present: ["scopeUri": scopeUri?.json, "section": section?.json])
  }
}

/// `workspace/didChangeConfiguration`
package struct DidChangeConfigurationParams: Sendable, Hashable, JSONDecodable {
  /// The settings as they are now; null from clients that want to be asked.
  package let settings: JSONValue

  package init(json: JSONNode) throws(JSONDecodingError) {
    settings = try json.optional("settings") ?? .null
  }
}
