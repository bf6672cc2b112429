import JSONRPC
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

  /// What ends the wait of a pull for something new.
  enum News: CaseIterable {
    case fileFixed, openedAsText, openedAsNotebook, cancelled, shutDown, pulledAgain
  }

  /// A client asks again two seconds after each answer: a server that has nothing new does not answer.
  @Test(arguments: News.allCases)
  func aPullOfAClientThatCanWaitIsAnsweredOnceThereIsSomethingNew(_ news: News) throws {
    let folder = try TemporaryFolder()
    let uri = DocumentURI(filePath: folder.path("n.ipynb")).json
    let broken = ipynbText((["step:load", "prev:laod"], "x = 1", nil))
    try folder.write(broken, "n.ipynb")
    let conversation = Conversation()
    conversation.request(
      "initialize",
      [
        "processId": nil, "rootUri": DocumentURI(filePath: folder.path).json,
        "capabilities": [
          "textDocument": ["diagnostic": [:]],
          "workspace": [
            "diagnostics": ["refreshSupport": true],
            "didChangeWatchedFiles": ["dynamicRegistration": true],
          ],
        ],
      ])
    conversation.notify("initialized", [:])
    func pull(_ known: [JSONValue], id: Int) -> Result<JSONValue, ResponseError>? {
      conversation.request(
        "workspace/diagnostic", ["previousResultIds": .array(known), "partialResultToken": "t"], id: id)
    }
    let first = try #require(try pull([], id: 1)?.get()["items"]?.elements.first)
    #expect(first["items"]?.elements.count == 1)
    let known: JSONValue = ["uri": uri, "value": try #require(first["resultId"])]
    #expect(pull([known], id: 2) == nil)
    switch news {
    case .fileFixed:
      try folder.write(ipynbText((["step:load"], "x = 1", nil)), "n.ipynb")
      conversation.notify("workspace/didChangeWatchedFiles", ["changes": [["uri": uri, "type": 2]]])
    case .openedAsText:
      conversation.notify(
        "textDocument/didOpen",
        ["textDocument": ["uri": uri, "languageId": "json", "version": 1, "text": .string(broken)]])
    case .openedAsNotebook:
      conversation.notify(
        "notebookDocument/didOpen",
        [
          "notebookDocument": [
            "uri": uri, "notebookType": "jupyter-notebook", "version": 1, "cells": [],
          ], "cellTextDocuments": [],
        ])
    case .cancelled: conversation.notify("$/cancelRequest", ["id": 2])
    case .shutDown: conversation.request("shutdown", [:], id: 3)
    case .pulledAgain: #expect(pull([known], id: 3) == nil)
    }
    switch (news, conversation.answer(to: 2)) {
    case (.cancelled, .failure(let error)): #expect(error.code == .requestCancelled)
    case (.shutDown, .failure(let error)): #expect(error.code == .serverCancelled)
    case (_, .success(let report)):
      let items = report["items"]?.elements ?? []
      switch news {
      case .fileFixed, .openedAsNotebook: #expect(items.map { $0["items"] } == [[]])
      case .pulledAgain: #expect(items.map { $0["kind"] } == ["unchanged"])
      // The client asks about the text itself.
      default: #expect(items == [])
      }
    case (_, let answer): Issue.record("unexpected: \(String(describing: answer))")
    }
  }

  /// A client that does not tell of files, or cannot wait, is answered at once.
  @Test(arguments: [(true, false), (false, true), (false, false)])
  func otherPullsAreAnsweredAtOnce(watchesFiles: Bool, canWait: Bool) throws {
    let conversation = Conversation.running([
      "textDocument": ["diagnostic": [:]],
      "workspace": [
        "diagnostics": ["refreshSupport": true],
        "didChangeWatchedFiles": ["dynamicRegistration": .bool(watchesFiles)],
      ],
    ])
    let params: JSONValue =
      canWait ? ["previousResultIds": [], "partialResultToken": "t"] : ["previousResultIds": []]
    #expect(conversation.request("workspace/diagnostic", params, id: 1) == .success(["items": []]))
  }
}
