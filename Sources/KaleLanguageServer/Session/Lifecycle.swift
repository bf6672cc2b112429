import JSONRPC
import KaleRules
import KaleWorkspace
import LanguageServerProtocol

extension Session {
  func initialize(_ request: Request) throws -> Reply {
    guard phase == .uninitialized else {
      throw ResponseError(.invalidRequest, "The server has been initialized already.")
    }
    let params: InitializeParams = try request.read()
    abilities = ClientAbilities(params.capabilities)
    trace = params.trace ?? .off
    settings.initial = params.initializationOptions
    takeSettings(nil)
    takeFolders(of: params)
    phase = .running
    if let processID = params.processId { environment.watchProcess(processID) }
    let name = params.clientInfo.map { "\($0.name) \($0.version ?? "")" } ?? "a client"
    environment.log("kale-lsp \(KaleLSPVersion.current): serving \(name)")
    return .now(
      InitializeResult(
        capabilities: serverCapabilities,
        serverInfo: ServerInfo(name: "kale-lsp", version: KaleLSPVersion.current)))
  }

  func shutdown(_ request: Request) -> Reply {
    finish(request, with: .success(.null))
    endWork()
    return .later
  }

  private var serverCapabilities: ServerCapabilities {
    var capabilities = ServerCapabilities()
    capabilities.positionEncoding = abilities.positionEncoding
    capabilities.textDocumentSync = TextDocumentSyncOptions(
      openClose: true, change: .incremental, save: SaveOptions())
    // All cells, Markdown ones too: a tag on one of those is worth a word.
    let jupyter = NotebookDocumentFilter.properties(notebookType: "jupyter-notebook")
    capabilities.notebookDocumentSync = NotebookDocumentSyncOptions(
      notebookSelector: [NotebookDocumentSelector(notebook: jupyter)])
    capabilities.hoverProvider = true
    capabilities.codeActionProvider = CodeActionOptions(
      codeActionKinds: [.quickFix, .refactorRewrite, .sourceKaleCompile]
        + NotebookRepair.Purpose.allCases.map(\.kind),
      resolveProvider: true)
    // What a tag begins with in one notation or another, and what stands between its parts.
    capabilities.completionProvider = CompletionOptions(triggerCharacters: ["\"", "'", ":"])
    capabilities.definitionProvider = true
    capabilities.referencesProvider = true
    capabilities.documentHighlightProvider = true
    capabilities.renameProvider = RenameOptions(prepareProvider: abilities.preparesRenames ? true : nil)
    capabilities.codeLensProvider = CodeLensOptions(resolveProvider: false)
    capabilities.inlayHintProvider = true
    capabilities.documentSymbolProvider = true
    capabilities.workspaceSymbolProvider = true
    capabilities.foldingRangeProvider = true
    capabilities.documentLinkProvider = DocumentLinkOptions(resolveProvider: false)
    if abilities.pullsDiagnostics {
      capabilities.diagnosticProvider = DiagnosticRegistrationOptions(
        documentSelector: ["file", "untitled"].map(TextDocumentFilter.init(scheme:)),
        interFileDependencies: true, workspaceDiagnostics: true)
    }
    capabilities.workspace = WorkspaceOptions(
      workspaceFolders: WorkspaceFoldersServerCapabilities(supported: true, changeNotifications: true))
    capabilities.executeCommandProvider = ExecuteCommandOptions(
      commands: ServerCommand.allCases.map(\.rawValue), workDoneProgress: true)
    return capabilities
  }
}
