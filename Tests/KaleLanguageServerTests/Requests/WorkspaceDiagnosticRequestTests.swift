import JSONSyntax
import KaleTestSupport
import KaleWorkspace
import LanguageServerProtocol
import NotebookModel
import Testing

/// `workspace/diagnostic`
@Suite struct WorkspaceDiagnosticRequestTests {
  @Test func aNotebookThatIsNotOpenIsReported() {
    assertWorkspaceDiagnostics(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:laod"]
      print("é😀")
      """, are: ["KALE103"])
  }

  /// What a client does with a text that it has shown findings of.
  enum Ending: CaseIterable {
    case openedAsNotebook, closedWithoutSaving, deleted
  }

  /// A client forgets the name of its report of a text when it closes the text, and shows the findings until it is told
  /// of others, as VS Code's does.
  @Test(arguments: Ending.allCases)
  func findingsOfATextThatIsNoLongerOneAreTakenBackOnce(_ ending: Ending) throws {
    let folder = try TemporaryFolder()
    let uri = DocumentURI(filePath: folder.path("n.ipynb")).json
    let broken = ipynbText((["step:load", "prev:laod"], "x = 1", nil))
    if ending != .deleted { try folder.write(ipynbText((["step:load"], "x = 1", nil)), "n.ipynb") }
    let conversation = Conversation()
    conversation.request(
      "initialize",
      [
        "processId": nil, "rootUri": DocumentURI(filePath: folder.path).json,
        "capabilities": [
          "textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]],
        ],
      ])
    conversation.notify("initialized", [:])
    conversation.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri, "languageId": "json", "version": 1, "text": .string(broken)]])
    let ofText = try conversation.request(
      "textDocument/diagnostic", ["textDocument": ["uri": uri]], id: 4)?.get()
    #expect(ofText?["items"]?.elements.count == 1)
    func reports(_ id: Int) throws -> [JSONValue] {
      let answer = try conversation.request("workspace/diagnostic", ["previousResultIds": []], id: id)?.get()
      return answer?["items"]?.elements ?? []
    }
    #expect(try reports(1) == [])
    conversation.notify("textDocument/didClose", ["textDocument": ["uri": uri]])
    if ending == .openedAsNotebook {
      conversation.notify(
        "notebookDocument/didOpen",
        [
          "notebookDocument": [
            "uri": uri, "notebookType": "jupyter-notebook", "version": 1,
            "cells": [["kind": 2, "document": "cell:1", "metadata": ["metadata": ["tags": ["step:load"]]]]],
          ],
          "cellTextDocuments": [["uri": "cell:1", "languageId": "python", "version": 1, "text": "x = 1"]],
        ])
    }
    let told = try reports(2)
    #expect(told.map { $0["uri"] } == [uri])
    #expect(told.map { $0["kind"] } == ["full"])
    #expect(told.allSatisfy { $0["items"]?.elements.isEmpty == true })
    #expect(try reports(3) == [])
  }
}
