import LanguageServerProtocol
import SourceText

/// What a client can do, in the terms in which features ask.
struct ClientAbilities {
  var positionEncoding = PositionEncodingKind.utf16
  var showsMarkdown = false
  var showsRelatedInformation = false
  var showsCodeDescriptions = false
  var keepsDiagnosticData = false
  /// Whether it takes code actions and not only commands.
  var takesCodeActions = false
  var appliesVersionedEdits = false
  /// Whether it asks for the edit of a code action when the person has chosen it.
  var resolvesEdits = false
  /// Whether it applies edits of texts that the server asks for.
  var appliesEdits = false
  /// What it can change of notebook documents by this project's own request.
  var notebookEdits: Set<NotebookEditKind> = []
  /// Whether it tells its settings when asked.
  var providesConfiguration = false
  /// Whether it has to be asked to tell when its settings change.
  var registersSettings = false
  var showsProgress = false
  var showsDocuments = false
  /// Whether it asks for the diagnostics of texts, and can be had to ask anew: what is wrong with a notebook may change with
  /// the settings or with another file.
  var pullsDiagnostics = false
  /// Whether it tells of files that change, when asked to.
  var watchesFiles = false
  /// Whether a completion may have places to fill in.
  var fillsSnippets = false
  var showsMarkdownInCompletions = false
  /// Whether it asks what can be renamed before it asks for the new name.
  var preparesRenames = false
  /// Whether symbols of a document may have others inside.
  var nestsSymbols = false
  var refreshesCodeLenses = false
  var refreshesInlayHints = false
  /// Whether it wants to hear that the outline of a notebook has changed.
  var receivesOutlineChanges = false

  /// Whether it shows how far the steps of a run have come, and so can run steps.
  var receivesRunStates = false

  /// Whether it shows the output of runs by this project's own notification.
  var showsRunOutput = false

  init() {}

  init(_ capabilities: ClientCapabilities) {
    let offered = capabilities.general?.positionEncodings ?? []
    positionEncoding = offered.first { $0 == .utf16 || $0 == .utf8 } ?? .utf16
    let text = capabilities.textDocument
    showsMarkdown = Self.prefersMarkdown(text?.hover?.contentFormat)
    showsRelatedInformation = text?.publishDiagnostics?.relatedInformation ?? false
    showsCodeDescriptions = text?.publishDiagnostics?.codeDescriptionSupport ?? false
    keepsDiagnosticData = text?.publishDiagnostics?.dataSupport ?? false
    takesCodeActions = text?.codeAction?.codeActionLiteralSupport != nil
    resolvesEdits =
      text?.codeAction?.dataSupport == true
      && text?.codeAction?.resolveSupport?.properties.contains("edit") == true
    appliesEdits = capabilities.workspace?.applyEdit ?? false
    appliesVersionedEdits = capabilities.workspace?.workspaceEdit?.documentChanges ?? false
    notebookEdits = NotebookEditKind.announced(in: capabilities.experimental?["kale"])
    pullsDiagnostics =
      text?.diagnostic != nil && capabilities.workspace?.diagnostics?.refreshSupport == true
    watchesFiles = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false
    let completion = text?.completion?.completionItem
    fillsSnippets = completion?.snippetSupport ?? false
    showsMarkdownInCompletions = Self.prefersMarkdown(completion?.documentationFormat)
    preparesRenames = text?.rename?.prepareSupport ?? false
    nestsSymbols = text?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false
    refreshesCodeLenses = capabilities.workspace?.codeLens?.refreshSupport ?? false
    refreshesInlayHints = capabilities.workspace?.inlayHint?.refreshSupport ?? false
    showsRunOutput = capabilities.experimental?["kale"]?["runOutput"] == .bool(true)
    receivesRunStates = capabilities.experimental?["kale"]?["runState"] == .bool(true)
    receivesOutlineChanges = capabilities.experimental?["kale"]?["outlineChanged"] == .bool(true)
    providesConfiguration = capabilities.workspace?.configuration ?? false
    registersSettings = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration ?? false
    showsProgress = capabilities.window?.workDoneProgress ?? false
    showsDocuments = capabilities.window?.showDocument?.support ?? false
  }

  /// Formats are in the order of the client's liking; one that names none takes plain text.
  private static func prefersMarkdown(_ formats: [MarkupKind]?) -> Bool {
    formats?.first { $0 == .markdown || $0 == .plainText } == .markdown
  }

  /// The unit in which positions count columns.
  var columns: ColumnEncoding { positionEncoding == .utf8 ? .utf8 : .utf16 }
}
