import JSONSyntax

/// What a message to the person is.
package enum MessageType: Int, Sendable, Hashable, JSONEncodable {
  case error = 1
  case warning = 2
  case info = 3
  case log = 4
  case debug = 5
}

/// `window/showMessage`
package struct ShowMessageParams: Sendable, Hashable, JSONEncodable {
  /// How serious the message is.
  package var type: MessageType
  /// The message, as sentences.
  package var message: String

  /// A message for the person.
  package init(type: MessageType, message: String) {
    self.type = type
    self.message = message
  }

  package var json: JSONValue { ["type": type.json, "message": message.json] }
}

/// `window/logMessage`
package struct LogMessageParams: Sendable, Hashable, JSONEncodable {
  /// How serious the message is.
  package var type: MessageType
  /// The message, as sentences.
  package var message: String

  /// A message for the client's log.
  package init(type: MessageType, message: String) {
    self.type = type
    self.message = message
  }

  package var json: JSONValue { ["type": type.json, "message": message.json] }
}

/// `window/showDocument`
package struct ShowDocumentParams: Sendable, Hashable, JSONEncodable {
  /// The document to show, or an address for another program.
  package var uri: DocumentURI
  /// Whether to show it in another program, such as a browser.
  package var external: Bool?
  /// Whether the document gets the focus.
  package var takeFocus: Bool?
  /// The text to select; clients ignore it for another program.
  package var selection: PositionRange?

  /// The request to show `uri`.
  package init(
    uri: DocumentURI, external: Bool? = nil, takeFocus: Bool? = nil, selection: PositionRange? = nil
  ) {
    self.uri = uri
    self.external = external
    self.takeFocus = takeFocus
    self.selection = selection
  }

  package var json: JSONValue {
    JSONValue(present: [
      "uri": uri.json, "external": external?.json, "takeFocus": takeFocus?.json, "selection": selection?.json,
    ])
  }
}
