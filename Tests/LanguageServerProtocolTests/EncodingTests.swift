import JSONSyntax
import LanguageServerProtocol
import Testing

@Suite("Sending")
struct EncodingTests {
  private static let range = PositionRange(
    start: Position(line: 0, character: 1), end: Position(line: 2, character: 3))
  private static let rangeText = #"{"start":{"line":0,"character":1},"end":{"line":2,"character":3}}"#
  private static let uri = DocumentURI("file:///a")

  private static let diagnostic = Diagnostic(
    range: range, severity: .warning, code: .string("KALE001"),
    codeDescription: CodeDescription(href: "https://x"),
    source: "kale", message: "m", tags: [.unnecessary],
    relatedInformation: [
      DiagnosticRelatedInformation(location: Location(uri: uri, range: range), message: "r")
    ],
    data: ["fix": 1])
  private static let edit = TextDocumentEdit(
    textDocument: OptionalVersionedTextDocumentIdentifier(uri: uri, version: nil),
    edits: [TextEdit(range: range, newText: "n")])

  private static var serverCapabilities: ServerCapabilities {
    var capabilities = ServerCapabilities()
    capabilities.positionEncoding = .utf16
    capabilities.textDocumentSync = TextDocumentSyncOptions(
      openClose: true, change: .incremental, save: SaveOptions(includeText: false))
    capabilities.notebookDocumentSync = NotebookDocumentSyncOptions(
      notebookSelector: [
        NotebookDocumentSelector(
          notebook: .properties(notebookType: "jupyter-notebook"),
          cells: [NotebookCellLanguage(language: "python")]),
        NotebookDocumentSelector(notebook: .type("*")),
      ], save: true)
    capabilities.hoverProvider = true
    capabilities.codeActionProvider = CodeActionOptions(codeActionKinds: [.quickFix, .refactorRewrite])
    capabilities.executeCommandProvider = ExecuteCommandOptions(
      commands: ["kale.compile"], workDoneProgress: true)
    return capabilities
  }

  @Test(
    "What goes over the wire",
    arguments: [
      (
        Hover(contents: MarkupContent(kind: .markdown, value: "v"), range: range),
        #"{"contents":{"kind":"markdown","value":"v"},"range":RANGE}"#
      ),
      (PublishDiagnosticsParams(uri: uri, diagnostics: []), #"{"uri":"file:///a","diagnostics":[]}"#),
      (
        diagnostic,
        #"{"range":RANGE,"severity":2,"code":"KALE001","codeDescription":{"href":"https://x"},"source":"kale","message":"m","#
          + #""tags":[1],"relatedInformation":[{"location":{"uri":"file:///a","range":RANGE},"message":"r"}],"data":{"fix":1}}"#
      ),
      (
        WorkspaceEdit(documentChanges: [edit]),
        #"{"documentChanges":[{"textDocument":{"uri":"file:///a","version":null},"edits":[{"range":RANGE,"newText":"n"}]}]}"#
      ),
      (
        WorkspaceEdit(changes: [DocumentURI("b"): [], DocumentURI("a"): edit.edits]),
        #"{"changes":{"a":[{"range":RANGE,"newText":"n"}],"b":[]}}"#
      ),
      (
        InitializeResult(
          capabilities: serverCapabilities, serverInfo: ServerInfo(name: "kale-lsp", version: "1")),
        #"{"capabilities":{"positionEncoding":"utf-16","textDocumentSync":{"openClose":true,"change":2,"save":{"includeText":false}},"#
          + #""notebookDocumentSync":{"notebookSelector":[{"notebook":{"notebookType":"jupyter-notebook"},"cells":[{"language":"python"}]},"#
          + #"{"notebook":"*"}],"save":true},"hoverProvider":true,"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite"]},"#
          + #""executeCommandProvider":{"commands":["kale.compile"],"workDoneProgress":true}},"serverInfo":{"name":"kale-lsp","version":"1"}}"#
      ),
      (
        ProgressParams(token: .integer(1), value: .begin(title: "t", percentage: 0)),
        #"{"token":1,"value":{"kind":"begin","title":"t","percentage":0}}"#
      ),
      (ProgressParams(token: .string("x"), value: .end()), #"{"token":"x","value":{"kind":"end"}}"#),
      (LogMessageParams(type: .info, message: "m"), #"{"type":3,"message":"m"}"#),
      (ShowDocumentParams(uri: uri, takeFocus: true), #"{"uri":"file:///a","takeFocus":true}"#),
      (
        CodeAction(
          title: "t", kind: .quickFix, diagnostics: [], isPreferred: true,
          edit: WorkspaceEdit(documentChanges: []),
          command: Command(title: "c", command: "kale.compile", arguments: [nil])),
        #"{"title":"t","kind":"quickfix","diagnostics":[],"isPreferred":true,"edit":{"documentChanges":[]},"#
          + #""command":{"title":"c","command":"kale.compile","arguments":[null]}}"#
      ),
    ] as [(any JSONEncodable & Sendable, String)])
  func wire(value: any JSONEncodable & Sendable, text: String) {
    let expected = text.split(separator: "RANGE", omittingEmptySubsequences: false).joined(
      separator: Self.rangeText)
    #expect(String(decoding: value.json.serialized(), as: UTF8.self) == expected)
  }

  @Test("What the client gives back is what it was sent")
  func roundTrip() throws {
    let tree = JSONTree(parsing: Self.diagnostic.json.serialized())
    #expect(try Diagnostic(params: tree.root) == Self.diagnostic)
  }

  @Test("Kinds of code action have kinds below them")
  func kinds() {
    #expect(CodeActionKind.refactorRewrite.isKind(of: .refactor))
    #expect(CodeActionKind.refactor.isKind(of: .empty))
    #expect(!CodeActionKind.refactor.isKind(of: .refactorRewrite))
    #expect(!CodeActionKind(rawValue: "refactoring").isKind(of: .refactor))
  }
}
