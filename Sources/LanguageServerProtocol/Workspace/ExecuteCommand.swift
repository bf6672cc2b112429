import JSONSyntax

/// A command with its arguments, and what the person reads on the button.
package struct Command: Sendable, Hashable, JSONEncodable {
  /// What the button shows.
  package var title: String
  /// The name of the command.
  package var command: String
  /// The arguments, which the client sends back unchanged.
  package var arguments: [JSONValue]?

  /// The command called `command`.
  package init(title: String, command: String, arguments: [JSONValue]? = nil) {
    self.title = title
    self.command = command
    self.arguments = arguments
  }

  package var json: JSONValue {
    JSONValue(present: ["title": title.json, "command": command.json, "arguments": arguments?.json])
  }
}

/// `workspace/executeCommand`
package struct ExecuteCommandParams: Sendable, JSONDecodable {
  /// The name of the command.
  package let command: String
  /// The arguments, in the order that the command defines.
  package let arguments: [JSONNode]?
  /// Where the client wants to hear of the progress.
  package let workDoneToken: ProgressToken?

  package init(json: JSONNode) throws(JSONDecodingError) {
    command = try json.required("command")
    arguments = try json.optional("arguments")
    workDoneToken = try json.optional("workDoneToken")
  }
}
