import LanguageServerProtocol

/// Everything that the server answers and accepts. What is listed here is dispatched and announced, and nothing else is.
enum ServerMethods {
  static let requests: [any RequestHandler.Type] = [
    InitializeRequest.self, ShutdownRequest.self,
    HoverRequest.self, CompletionRequest.self,
    DefinitionRequest.self, ReferencesRequest.self, DocumentHighlightRequest.self,
    RenameRequest.self, PrepareRenameRequest.self,
    CodeActionRequest.self, ResolveCodeActionRequest.self, ExecuteCommandRequest.self,
    DocumentDiagnosticRequest.self, WorkspaceDiagnosticRequest.self,
    CodeLensRequest.self, InlayHintRequest.self, FoldingRangeRequest.self, DocumentLinkRequest.self,
    DocumentSymbolRequest.self, WorkspaceSymbolRequest.self,
    OutlineRequest.self,
  ]

  static let notifications: [any NotificationHandler.Type] = [
    InitializedNotification.self, SetTraceNotification.self,
    CancelRequestNotification.self, CancelProgressNotification.self,
    WorkspaceFoldersNotification.self, WatchedFilesNotification.self, ConfigurationNotification.self,
    OpenTextNotification.self, ChangeTextNotification.self, SaveTextNotification.self,
    CloseTextNotification.self,
    OpenNotebookNotification.self, ChangeNotebookNotification.self, CloseNotebookNotification.self,
  ]

  /// In the order in which they are announced.
  static let commands: [any ServerCommand.Type] = [
    CompileCommand.self, GraphCommand.self, RunCommand.self, FixAllCommand.self, MigrateCommand.self,
    SetTagsCommand.self, RenameStepCommand.self, PreviousStepCommand.self, NextStepCommand.self,
    ApplyNotebookEditCommand.self,
  ]

  /// The handler of a request; nil for an unknown method.
  static func request(_ method: String) -> (any RequestHandler.Type)? { requestsByMethod[method] }

  /// The handler of a notification; nil for an unknown one.
  static func notification(_ method: String) -> (any NotificationHandler.Type)? {
    notificationsByMethod[method]
  }

  /// The command with a name; nil where there is none.
  static func command(_ name: String) -> (any ServerCommand.Type)? { commandsByName[name] }

  /// What the server can do for a client.
  static func capabilities(for abilities: ClientAbilities) -> ServerCapabilities {
    var capabilities = ServerCapabilities()
    for request in requests { request.announce(in: &capabilities, to: abilities) }
    for notification in notifications { notification.announce(in: &capabilities, to: abilities) }
    return capabilities
  }

  private static let requestsByMethod = Dictionary(
    requests.map { ($0.method, $0) }, uniquingKeysWith: { first, _ in first })
  private static let notificationsByMethod = Dictionary(
    notifications.map { ($0.method, $0) }, uniquingKeysWith: { first, _ in first })
  private static let commandsByName = Dictionary(
    commands.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
