import JSONSyntax
import KaleTestSupport
import Testing

/// `textDocument/publishDiagnostics` and `textDocument/diagnostic`
@Suite struct DiagnosticRequestTests {
  @Test func tagsAndNamesAreUnderlined() {
    assertDiagnostics(
      """
      # %% tags=["step:load"]
      x = 1
      houses = ("é😀", «homes»)
      # %% tags=["step:split", «"prev:laod"»]
      print("é😀")
      """, are: ["KALE208", "KALE103"])
  }

  @Test func aSoundNotebookHasNone() {
    assertDiagnostics(
      """
      # %% tags=["step:load"]
      houses = "é😀"
      # %% tags=["step:split", "prev:load"]
      print("é😀", houses)
      """, are: [])
  }

  /// A client may keep the name of a report for longer than the document is open, or is a notebook.
  @Test(arguments: [true, false]) func aReportOfAnotherTextIsNotTakenForTheSame(isClosed: Bool) throws {
    let editor = try NotebookEditor("# %%\nx = 1", as: .percent, .utf16, isPulling: true)
    let document: JSONValue = ["uri": .string(editor.uri)]
    func pull(_ known: JSONValue?) -> JSONValue? {
      let name = known.map { [JSONMember(key: "previousResultId", value: $0)] } ?? []
      return editor.request(
        "textDocument/diagnostic", .object([JSONMember(key: "textDocument", value: document)] + name))
    }
    let known = pull(nil)?["resultId"]
    #expect(pull(known)?["kind"] == "unchanged")
    if isClosed {
      editor.conversation.notify("textDocument/didClose", ["textDocument": document])
      editor.conversation.notify(
        "textDocument/didOpen",
        [
          "textDocument": [
            "uri": .string(editor.uri), "languageId": "python", "version": 1,
            "text": "# %% tags=[\"step:a\", \"prev:b\"]\n",
          ]
        ])
    } else {
      for (version, text) in [(2, "x = 1"), (3, "# %% tags=[\"step:a\", \"prev:b\"]\n")] {
        editor.conversation.notify(
          "textDocument/didChange",
          [
            "textDocument": ["uri": .string(editor.uri), "version": .integer(version)],
            "contentChanges": [["text": .string(text)]],
          ])
      }
    }
    let report = pull(known)
    #expect(report?["kind"] == "full")
    #expect(report?["items"]?.elements.map { $0["code"] }.contains("KALE103") ?? false)
  }

  /// A client may show a file as a text beside the notebook: each finding is shown once, at its cell.
  @Test func aTextThatIsOpenAsANotebookDocumentHasNoFindingsOfItsOwn() throws {
    let conversation = Conversation.running([
      "textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]],
    ])
    let uri: JSONValue = "file:///w/n.ipynb"
    let text = ipynbText((["step:load", "prev:laod"], "x = 1", nil))
    conversation.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri, "languageId": "json", "version": 1, "text": .string(text)]])
    func findings(_ id: Int) throws -> Int? {
      try conversation.request("textDocument/diagnostic", ["textDocument": ["uri": uri]], id: id)?
        .get()["items"]?.elements.count
    }
    var refreshes: Int {
      conversation.client.sent.count {
        if case .request(_, "workspace/diagnostic/refresh", _) = $0 { true } else { false }
      }
    }
    #expect(try findings(1) == 1)
    let before = refreshes
    conversation.notify(
      "notebookDocument/didOpen",
      [
        "notebookDocument": [
          "uri": uri, "notebookType": "jupyter-notebook", "version": 1,
          "cells": [
            [
              "kind": 2, "document": "cell:1",
              "metadata": ["metadata": ["tags": ["step:load", "prev:laod"]]],
            ]
          ],
        ],
        "cellTextDocuments": [["uri": "cell:1", "languageId": "python", "version": 1, "text": "x = 1"]],
      ])
    #expect(refreshes == before + 1)
    #expect(try findings(2) == 0)
    conversation.notify(
      "notebookDocument/didClose",
      ["notebookDocument": ["uri": uri], "cellTextDocuments": [["uri": "cell:1"]]])
    #expect(refreshes == before + 2)
    #expect(try findings(3) == 1)
  }
}
