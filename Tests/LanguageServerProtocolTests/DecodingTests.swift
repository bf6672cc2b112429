import JSONSyntax
import LanguageServerProtocol
import Testing

@Suite("Receiving")
struct DecodingTests {
  private func decode<Value: JSONDecodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value
  {
    let tree = JSONTree(parsing: Array(text.utf8))
    try #require(tree.isValid)
    return try Value(params: tree.root)
  }

  @Test("The beginning of a conversation")
  func initialize() throws {
    let params: InitializeParams = try decode(
      """
      {"processId": 42, "clientInfo": {"name": "Neovim", "version": "0.11.4"}, "rootPath": null, "rootUri": null,
       "workspaceFolders": [{"uri": "file:///w", "name": "w"}], "trace": "compact", "initializationOptions": {"a": [1]},
       "capabilities": {
        "general": {"positionEncodings": ["utf-8", "utf-16", "utf-99"]},
        "textDocument": {
         "hover": {"contentFormat": ["markdown", "plaintext"]},
         "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [1, 2]}, "versionSupport": false},
         "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
          "resolveSupport": {"properties": ["edit"]}, "isPreferredSupport": true}},
        "window": {"workDoneProgress": true, "showDocument": {"support": true},
         "showMessage": {"messageActionItem": {"additionalPropertiesSupport": true}}},
        "workspace": {"applyEdit": true, "configuration": true, "workspaceEdit": {"documentChanges": true},
         "didChangeConfiguration": {"dynamicRegistration": false}, "workspaceFolders": true},
        "notebookDocument": {"synchronization": {"executionSummarySupport": true}},
        "experimental": {"kale": {"applyNotebookEdit": true}}}}
      """)
    #expect(params.processId == 42)
    #expect(params.clientInfo?.version == "0.11.4")
    #expect(params.trace == nil)
    let capabilities = params.capabilities
    #expect(capabilities.general?.positionEncodings?.prefix(2) == [.utf8, .utf16])
    #expect(capabilities.textDocument?.hover?.contentFormat == [.markdown, .plainText])
    #expect(capabilities.textDocument?.publishDiagnostics?.relatedInformation == true)
    #expect(capabilities.textDocument?.publishDiagnostics?.dataSupport == nil)
    #expect(capabilities.textDocument?.codeAction?.codeActionLiteralSupport != nil)
    #expect(capabilities.window?.showDocument?.support == true)
    #expect(capabilities.workspace?.workspaceEdit?.documentChanges == true)
    #expect(capabilities.experimental?["kale"]?["applyNotebookEdit"] == true)
  }

  @Test("Changes of a text, partial and whole")
  func textChanges() throws {
    let params: DidChangeTextDocumentParams = try decode(
      """
      {"textDocument": {"uri": "file:///a", "version": 2}, "contentChanges": [{"range": {"start":
       {"line": 1, "character": 2}, "end": {"line": 1, "character": 2147483648}}, "rangeLength": 3, "text": "x"},
       {"text": "y"}, {"range": null, "text": "z"}]}
      """)
    let range = PositionRange(
      start: Position(line: 1, character: 2), end: Position(line: 1, character: 1 << 31))
    #expect(
      params.contentChanges == [.partial(range: range, text: "x"), .whole(text: "y"), .whole(text: "z")])
  }

  @Test("A change of a notebook with all its parts")
  func notebookChange() throws {
    let params: DidChangeNotebookDocumentParams = try decode(
      """
      {"notebookDocument": {"version": 3, "uri": "file:///n.ipynb"}, "change": {"metadata": {"a": 1}, "cells": {
       "structure": {"array": {"start": 1, "deleteCount": 0, "cells": [{"kind": 2, "document": "c:1",
         "metadata": {"tags": ["step:a"]}, "executionSummary": {"executionOrder": 4, "success": true}}]},
        "didOpen": [{"uri": "c:1", "languageId": "python", "version": 1, "text": "x"}], "didClose": [{"uri": "c:2"}]},
       "data": [{"kind": 1, "document": "c:3", "metadata": []}],
       "textContent": [{"document": {"uri": "c:1", "version": 2}, "changes": [{"text": "y"}]}]}}}
      """)
    #expect(params.notebookDocument.version == 3)
    #expect(params.change.metadata == ["a": 1])
    let cells = try #require(params.change.cells)
    #expect(cells.structure?.array.start == 1)
    #expect(cells.structure?.array.cells?.first?.kind == .code)
    #expect(cells.structure?.array.cells?.first?.metadata?["tags"] == ["step:a"])
    #expect(cells.structure?.didOpen?.map(\.text) == ["x"])
    #expect(cells.structure?.didClose?.map(\.uri) == [DocumentURI("c:2")])
    #expect(cells.data?.first?.kind == .markup)
    #expect(cells.data?.first?.metadata == [:])
    #expect(cells.textContent?.first?.changes == [.whole(text: "y")])
  }

  @Test(
    "What is wrong is named",
    arguments: [
      ("1", "'params' must be an object"),
      ("[1]", "'params' must be an object"),
      ("[]", "'params.textDocument' must be present"),
      (#"{"textDocument": {}}"#, "'params.textDocument.uri' must be present"),
      (#"{"textDocument": {"uri": 1}}"#, "'params.textDocument.uri' must be a string"),
      (#"{"textDocument": {"uri": "a"}, "range": null}"#, "'params.range' must be present"),
      (
        #"{"textDocument": {"uri": "a"}, "range": {"start": {"line": -1}}}"#,
        "'params.range.start.line' must be a number, 0 or greater"
      ),
      (
        #"{"textDocument": {"uri": "a"}, "range": {"start": {"line": 0.5}}}"#,
        "'params.range.start.line' must be an integer"
      ),
      (
        #"{"textDocument": {"uri": "a"}, "range": {"start": {"line": 1, "character": 0}, "end": {"line": 0, "character": 9}}}"#,
        "'params.range' must be a range that ends after its start"
      ),
      (
        #"{"textDocument": {"uri": "a"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "#
          + #""context": {"diagnostics": [], "only": ["", 1]}}"#,
        "'params.context.only.1' must be a string"
      ),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: JSONDecodingError.self) { try decode(text, as: CodeActionParams.self) }
    #expect(error?.message == message)
  }

  @Test("Parameters that are missing altogether, and kinds that do not exist")
  func otherErrors() {
    let missing = #expect(throws: JSONDecodingError.self) { try HoverParams(params: nil) }
    #expect(missing?.message == "'params' must be an object")
    let kind = #expect(throws: JSONDecodingError.self) { try decode(#"{"kind": 3}"#, as: NotebookCell.self) }
    #expect(kind?.message == "'params.kind' must be one of the values of NotebookCellKind")
    let metadata = #expect(throws: JSONDecodingError.self) {
      try decode(#"{"kind": 2, "document": "c", "metadata": "x"}"#, as: NotebookCell.self)
    }
    #expect(metadata?.message == "'params.metadata' must be an object")
    let range = #expect(throws: JSONDecodingError.self) {
      try decode(#"{"text": "", "range": {"start": {"line": 0}}}"#, as: TextDocumentContentChangeEvent.self)
    }
    #expect(range?.message == "'params.range.start.character' must be present")
  }

  @Test("Diagnostics of others that cannot be read cost nothing but themselves")
  func foreignDiagnostics() throws {
    let place = #"{"start": {"line": 0, "character": 1}, "end": {"line": 0, "character": 2}}"#
    let inverted = #"{"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 1}}"#
    let context: CodeActionContext = try decode(
      """
      {"diagnostics": [{"range": \(place), "message": {"kind": "markdown", "value": "m"}}, 1,
       {"range": \(inverted), "message": "x"}, {"range": \(place), "message": "ours", "data": {"n": 18446744073709551615}}]}
      """)
    #expect(context.diagnostics.map(\.message) == ["ours"])
    #expect(context.diagnostics.first?.data == ["n": .number("18446744073709551615")])
    #expect(try decode("{}", as: CodeActionContext.self).diagnostics == [])
  }

  @Test("A change whose range is the wrong way round is made")
  func invertedChange() throws {
    let change: TextDocumentContentChangeEvent = try decode(
      #"{"range": {"start": {"line": 2, "character": 0}, "end": {"line": 1, "character": 5}}, "text": "x"}"#)
    let range = PositionRange(
      start: Position(line: 1, character: 5), end: Position(line: 2, character: 0))
    #expect(change == .partial(range: range, text: "x"))
  }

  @Test("What a notebook can do without may be missing, and what is not read may be anything")
  func spareParts() throws {
    let notebook: NotebookDocument = try decode(
      #"{"uri": "n", "version": 1, "cells": [{"kind": 2, "document": "c", "executionSummary": {"executionOrder": -1}}]}"#
    )
    #expect(notebook.notebookType == nil)
    #expect(notebook.cells.count == 1)
    let close: DidCloseNotebookDocumentParams = try decode(#"{"notebookDocument": {"uri": "n"}}"#)
    #expect(close.cellTextDocuments == [])
  }

  @Test("What is cancelled has a number or a name")
  func cancellation() throws {
    let byNumber: CancelParams = try decode(#"{"id": 3}"#)
    let byName: CancelParams = try decode(#"{"id": "a"}"#)
    let progress: WorkDoneProgressCancelParams = try decode(#"{"token": "t"}"#)
    #expect(byNumber.id == .integer(3) && byName.id == .string("a") && progress.token == .string("t"))
  }

  @Test("Unknown fields and values of later versions do no harm")
  func laterVersions() throws {
    let diagnostic: Diagnostic = try decode(
      #"{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}, "message": "m","#
        + #" "severity": 9, "tags": [7], "code": "C", "new": {}}"#)
    #expect(diagnostic.severity == nil)
    #expect(diagnostic.tags == [DiagnosticTag(rawValue: 7)])
    #expect(diagnostic.code == .string("C"))
    let progress: ExecuteCommandParams = try decode(
      #"{"command": "c", "workDoneToken": 1, "arguments": [null, {}]}"#)
    #expect(progress.workDoneToken == .integer(1))
    #expect(progress.arguments?.map(\.value) == [nil, [:]])
  }
}
