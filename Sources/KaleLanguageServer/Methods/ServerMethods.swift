/// Everything that the server answers and accepts.
///
/// Sessions get it as a `MethodTable`, so that neither they nor the handlers know this list.
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
    OutlineRequest.self, FormRequest.self, CheckFormRequest.self, ProposalRequest.self,
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
    SetTagsCommand.self, RenameStepCommand.self, ApplyFormCommand.self, ApplyProposalCommand.self,
    PreviousStepCommand.self, NextStepCommand.self,
    ApplyNotebookEditCommand.self, ExplainRuleCommand.self, ReadReportCommand.self,
    SchedulesCommand.self, RemoveScheduleCommand.self,
  ]

  /// All of it, as a session asks for it.
  static let table = MethodTable(requests: requests, notifications: notifications, commands: commands)
}

extension Session {
  /// Starts a conversation in which everything is answered that the server can answer.
  ///
  /// - Parameters:
  ///   - client: The client.
  ///   - environment: What surrounds the server.
  ///   - enqueueDeferred: Has the session handle `.deferred` with a number. Callable from any thread.
  package convenience init(
    client: any Client, environment: ServerEnvironment,
    enqueueDeferred: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.init(
      client: client, environment: environment, methods: ServerMethods.table,
      enqueueDeferred: enqueueDeferred)
  }
}
