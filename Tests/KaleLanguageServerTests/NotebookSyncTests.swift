import JSONSyntax
import KaleLanguageServer
import KaleTestSupport
import Testing

/// Changes of notebook documents, those among them where other servers have fallen.
@Suite struct NotebookSyncTests {
  @Test func diagnosticsAreOfTheCellAndComeForChangedCellsOnly() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a"], "x = 1"), (["step:b", "prev:zz"], "y = 1")])
    #expect(conversation.takePublished() == ["c1": ["KALE103"]])
    conversation.changeNotebook(
      version: 2, ["cells": ["data": [Conversation.cell("c0", tags: ["step:a", "step:b2"])]]])
    #expect(conversation.takePublished() == ["c0": ["KALE006"]])
    conversation.changeNotebook(version: 3, ["cells": ["data": [Conversation.cell("c0", tags: ["step:a"])]]])
    #expect(conversation.takePublished() == ["c0": []])
  }

  @Test func textIsChangedInOrder() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a"], "x = 1")])
    _ = conversation.takePublished()
    let change = { (start: Int, end: Int, text: String) -> JSONValue in
      [
        "range": [
          "start": ["line": 0, "character": .integer(start)], "end": ["line": 0, "character": .integer(end)],
        ],
        "text": .string(text),
      ]
    }
    conversation.changeNotebook(
      version: 2,
      [
        "cells": [
          "textContent": [
            ["document": ["uri": "c0", "version": 2], "changes": [change(4, 5, "(😀"), change(5, 7, "1")]]
          ]
        ]
      ])
    #expect(conversation.takePublished() == ["c0": ["KALE201"]])
  }

  /// Cells are taken away and put in again under their old URIs, without text.
  @Test func cellsThatMoveKeepTheirText() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:b", "prev:a"], "print(x)"), (["step:a"], "x = 1")])
    #expect(conversation.takePublished()["c0"] == ["KALE104"])
    let cells: JSONValue = [
      Conversation.cell("c1", tags: ["step:a"]), Conversation.cell("c0", tags: ["step:b", "prev:a"]),
    ]
    conversation.changeNotebook(
      version: 2, ["cells": ["structure": ["array": ["start": 0, "deleteCount": 2, "cells": cells]]]])
    #expect(conversation.takePublished() == ["c0": []])
    // Had the text been lost, this would find nothing to say.
    conversation.changeNotebook(
      version: 3, ["cells": ["data": [Conversation.cell("c0", tags: ["step:b"])]]])
    #expect(conversation.takePublished() == ["c0": ["KALE208"]])
  }

  /// VS Code sends raw cells as code in a language of their own; when they move or get tags they stay raw.
  @Test func rawCellsAreNoCode() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a"], "x = 1")])
    _ = conversation.takePublished()
    let structure: JSONValue = [
      "array": ["start": 1, "deleteCount": 0, "cells": [Conversation.cell("c1", tags: [])]],
      "didOpen": [["uri": "c1", "languageId": "raw", "version": 1, "text": "no (Python"]],
    ]
    conversation.changeNotebook(version: 2, ["cells": ["structure": structure]])
    #expect(conversation.takePublished().isEmpty)
    conversation.changeNotebook(
      version: 3, ["cells": ["data": [Conversation.cell("c1", tags: ["step:b"])]]])
    #expect(conversation.takePublished() == ["c1": ["KALE019"]])
  }

  @Test func aCellThatGoesTakesItsDiagnosticsAlong() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a"], "x = 1"), (["step:b", "prev:zz"], "y = 1")])
    _ = conversation.takePublished()
    conversation.changeNotebook(
      version: 2,
      [
        "cells": ["structure": ["array": ["start": 1, "deleteCount": 1], "didClose": [["uri": "c1"]]]]
      ])
    #expect(conversation.takePublished() == ["c1": []])
    let hover = conversation.request(
      "textDocument/hover", ["textDocument": ["uri": "c1"], "position": ["line": 0, "character": 0]])
    #expect(hover == .success(.null))
  }

  @Test func aRunOfACellIsNoChange() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a", "prev:zz"], "x = 1")])
    _ = conversation.takePublished()
    let ran: JSONValue = [
      "kind": 2, "document": "c0", "metadata": ["metadata": ["tags": ["step:a", "prev:zz"]]],
      "executionSummary": ["executionOrder": 3, "success": true],
    ]
    conversation.changeNotebook(version: 2, ["cells": ["data": [ran]]])
    #expect(conversation.client.take().isEmpty)
  }

  @Test(arguments: [
    (99, 0), (0, 99), (2_147_483_647, 2_147_483_647), (9_007_199_254_740_991, 9_007_199_254_740_991),
  ])
  func changesOutsideTheNotebookAreLoggedAndSurvived(start: Int, count: Int) {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a"], "x = 1")])
    _ = conversation.client.take()
    conversation.changeNotebook(
      version: 2,
      ["cells": ["structure": ["array": ["start": .integer(start), "deleteCount": .integer(count)]]]])
    let isLogged = conversation.client.take().contains { sent in
      if case .notification("window/logMessage", _) = sent { return true }
      return false
    }
    #expect(isLogged)
    #expect(conversation.request("shutdown", [:]) == .success(.null))
  }

  @Test func closingClearsEverything() {
    let conversation = Conversation.running()
    conversation.openNotebook([(["step:a", "prev:zz"], "x = 1")])
    _ = conversation.takePublished()
    conversation.notify(
      "notebookDocument/didClose",
      ["notebookDocument": ["uri": "file:///n.ipynb"], "cellTextDocuments": [["uri": "c0"]]])
    #expect(conversation.takePublished() == ["c0": []])
  }

  @Test func anOrdinaryNotebookGetsNothing() {
    let conversation = Conversation.running()
    conversation.notify(
      "notebookDocument/didOpen",
      [
        "notebookDocument": [
          "uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1,
          "cells": [Conversation.cell("c0", tags: ["skip", "hide-input"])],
        ],
        "cellTextDocuments": [Conversation.document("c0", "x = (")],
      ])
    #expect(conversation.client.take().isEmpty)
  }

  @Test func aCellInTwoNotebooksStaysThatOfTheOtherWhenOneIsClosed() throws {
    let conversation = Conversation.running()
    let open = { (uri: String) in
      conversation.notify(
        "notebookDocument/didOpen",
        [
          "notebookDocument": [
            "uri": .string(uri), "notebookType": "jupyter-notebook", "version": 1,
            "metadata": Conversation.kaleMetadata, "cells": [Conversation.cell("c0", tags: ["step:a"])],
          ],
          "cellTextDocuments": [Conversation.document("c0", "x = 1")],
        ])
    }
    open("file:///one.ipynb")
    open("file:///two.ipynb")
    conversation.notify(
      "notebookDocument/didClose",
      ["notebookDocument": ["uri": "file:///two.ipynb"], "cellTextDocuments": []])
    let position: JSONValue = ["line": 0, "character": 0]
    let hover = try conversation.request(
      "textDocument/hover", ["textDocument": ["uri": "c0"], "position": position], id: 5)?.get()
    #expect(hover != .null)
  }
}
