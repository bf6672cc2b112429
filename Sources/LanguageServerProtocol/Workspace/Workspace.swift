import JSONSyntax

/// A folder that the person works in.
package struct WorkspaceFolder: Sendable, Hashable, JSONDecodable {
  /// The URI of the folder.
  package let uri: DocumentURI

  package init(json: JSONNode) throws(JSONDecodingError) { uri = try json.required("uri") }
}

/// `workspace/didChangeWorkspaceFolders`
package struct DidChangeWorkspaceFoldersParams: Sendable, Hashable, JSONDecodable {
  /// Which folders are new and which are gone.
  package let event: WorkspaceFoldersChangeEvent

  package init(json: JSONNode) throws(JSONDecodingError) { event = try json.required("event") }
}

/// Folders that have come and gone.
package struct WorkspaceFoldersChangeEvent: Sendable, Hashable, JSONDecodable {
  /// The folders that are new.
  package let added: [WorkspaceFolder]
  /// The folders that are gone.
  package let removed: [WorkspaceFolder]

  package init(json: JSONNode) throws(JSONDecodingError) {
    added = try json.required("added")
    removed = try json.required("removed")
  }
}

/// `workspace/didChangeWatchedFiles`
package struct DidChangeWatchedFilesParams: Sendable, Hashable, JSONDecodable {
  /// What happened to files since the last notification.
  package let changes: [FileEvent]

  package init(json: JSONNode) throws(JSONDecodingError) { changes = try json.required("changes") }
}

/// A file that has come, changed or gone.
package struct FileEvent: Sendable, Hashable, JSONDecodable {
  /// What has happened to the file.
  package enum Kind: Int, Sendable {
    case created = 1
    case changed = 2
    case deleted = 3
  }

  /// The URI of the file.
  package let uri: DocumentURI
  /// nil where the client does not say.
  package let type: Kind?

  package init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    type = try json.optionalKnown("type")
  }
}

/// Which files the client is to tell of.
package struct DidChangeWatchedFilesRegistrationOptions: Sendable, Hashable, JSONEncodable {
  /// The files to watch.
  package var watchers: [FileSystemWatcher]

  /// The files that any of `watchers` names.
  package init(watchers: [FileSystemWatcher]) { self.watchers = watchers }

  package var json: JSONValue { ["watchers": watchers.json] }
}

/// A choice of files.
package struct FileSystemWatcher: Sendable, Hashable, JSONEncodable {
  /// What happens to files.
  package struct Kind: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Files are created.
    package static let create = Kind(rawValue: 1)
    /// Files are changed.
    package static let change = Kind(rawValue: 2)
    /// Files are deleted.
    package static let delete = Kind(rawValue: 4)
  }

  /// Which files, as a glob pattern of LSP: `**/*.ipynb`.
  package var globPattern: String
  /// What the server is to be told of; nil for everything.
  package var kind: Kind?

  /// The files in the workspace whose paths match `globPattern`.
  package init(globPattern: String, kind: Kind? = nil) {
    self.globPattern = globPattern
    self.kind = kind
  }

  package var json: JSONValue {
    JSONValue(present: ["globPattern": globPattern.json, "kind": kind?.rawValue.json])
  }
}

/// What the server does with the workspace.
package struct WorkspaceOptions: Sendable, Hashable, JSONEncodable {
  /// How the server follows changes of the workspace's folders.
  package var workspaceFolders: WorkspaceFoldersServerCapabilities?

  /// What the server does with the workspace's folders.
  package init(workspaceFolders: WorkspaceFoldersServerCapabilities? = nil) {
    self.workspaceFolders = workspaceFolders
  }

  package var json: JSONValue { JSONValue(present: ["workspaceFolders": workspaceFolders?.json]) }
}

/// What the server knows of workspace folders.
package struct WorkspaceFoldersServerCapabilities: Sendable, Hashable, JSONEncodable {
  /// Whether it knows that there may be several.
  package var supported: Bool
  /// Whether it wants to hear of changes.
  package var changeNotifications: Bool

  /// The capabilities of a server that may know several folders and may want to hear of changes.
  package init(supported: Bool, changeNotifications: Bool) {
    self.supported = supported
    self.changeNotifications = changeNotifications
  }

  package var json: JSONValue {
    ["supported": supported.json, "changeNotifications": changeNotifications.json]
  }
}
