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
}
