import JSONSyntax

/// `initialize`
package struct InitializeParams: Sendable, Hashable, JSONDecodable {
  /// The process whose end is the server's end; nil where there is none.
  package let processId: Int?
  /// Which client it is; nil from clients that do not say.
  package let clientInfo: ClientInfo?
  /// What the client can do.
  package let capabilities: ClientCapabilities
  /// How much the server reports about its work; nil for nothing.
  package let trace: TraceValue?
  /// What the server is to know from the start, in a form of its own.
  package let initializationOptions: JSONValue?
  /// Nil from clients that know one folder at most.
  package let workspaceFolders: [WorkspaceFolder]?
  /// The folder of clients that know one at most.
  package let rootUri: DocumentURI?

  package init(json: JSONNode) throws(JSONDecodingError) {
    processId = try json.optional("processId")
    clientInfo = try json.optional("clientInfo")
    capabilities = try json.required("capabilities")
    trace = try json.optionalKnown("trace")
    initializationOptions = try json.optional("initializationOptions")
    workspaceFolders = try json.optional("workspaceFolders")
    rootUri = try json.optional("rootUri")
  }
}

/// The client's name and version.
package struct ClientInfo: Sendable, Hashable, JSONDecodable {
  /// The name, which decides nothing.
  package let name: String
  /// The version, in a form of the client's choice.
  package let version: String?

  package init(json: JSONNode) throws(JSONDecodingError) {
    name = try json.required("name")
    version = try json.optional("version")
  }
}

/// The answer to `initialize`.
package struct InitializeResult: Sendable, Hashable, JSONEncodable {
  /// What the server can do with this client.
  package var capabilities: ServerCapabilities
  /// Which server it is.
  package var serverInfo: ServerInfo?

  /// What the server can do, and who it is.
  package init(capabilities: ServerCapabilities, serverInfo: ServerInfo? = nil) {
    self.capabilities = capabilities
    self.serverInfo = serverInfo
  }

  package var json: JSONValue {
    JSONValue(present: ["capabilities": capabilities.json, "serverInfo": serverInfo?.json])
  }
}

/// The server's name and version.
package struct ServerInfo: Sendable, Hashable, JSONEncodable {
  /// The name of the program.
  package var name: String
  /// The version of the program.
  package var version: String?

  /// The server called `name`.
  package init(name: String, version: String? = nil) {
    self.name = name
    self.version = version
  }

  package var json: JSONValue { JSONValue(present: ["name": name.json, "version": version?.json]) }
}
