import JSONSyntax

/// `workspace/configuration`
package struct ConfigurationParams: Sendable, Hashable, JSONEncodable {
  /// The settings that are asked for; the answer contains a value for each, in this order.
  package var items: [ConfigurationItem]

  /// The request for the values of `items`, to be answered in their order.
  package init(items: [ConfigurationItem]) { self.items = items }

  package var json: JSONValue { ["items": items.json] }
}

/// Some settings that are asked for.
package struct ConfigurationItem: Sendable, Hashable, JSONEncodable {
  /// The name of the settings.
  package var section: String

  /// The settings called `section`.
  package init(section: String) { self.section = section }

  package var json: JSONValue { ["section": section.json] }
}

/// `workspace/didChangeConfiguration`
package struct DidChangeConfigurationParams: Sendable, Hashable, JSONDecodable {
  /// The settings that have changed, in the form that client and server know; nil from clients that want to be asked.
  package let settings: JSONValue?

  package init(json: JSONNode) throws(JSONDecodingError) {
    settings = try json.optional("settings")
  }
}

/// `client/registerCapability`
package struct RegistrationParams: Sendable, Hashable, JSONEncodable {
  /// The methods to register.
  package var registrations: [Registration]

  /// The request to send what `registrations` name from now on.
  package init(registrations: [Registration]) { self.registrations = registrations }

  package var json: JSONValue { ["registrations": registrations.json] }
}

/// A method that the server wants to hear of.
package struct Registration: Sendable, Hashable, JSONEncodable {
  /// What the registration would be taken back by.
  package var id: String
  /// The name of the method.
  package var method: String
  /// The options of the method, as its specification defines them.
  package var registerOptions: JSONValue?

  /// The registration of `method`.
  package init(id: String, method: String, registerOptions: JSONValue? = nil) {
    self.id = id
    self.method = method
    self.registerOptions = registerOptions
  }

  package var json: JSONValue {
    JSONValue(present: ["id": id.json, "method": method.json, "registerOptions": registerOptions])
  }
}
