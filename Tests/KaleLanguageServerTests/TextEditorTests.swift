import JSONSyntax
import KaleTestSupport
import KaleWorkspace
import Testing

/// What editors of texts send that the protocol allows and that the other tests do not.
@Suite struct TextEditorTests {
  private static let script = """
    # %% tags=["step:load"]
    data = [1, 2]

    # %% tags=["step:show", "prev:laod"]
    print(data)
    """

  private static let capabilities: JSONValue = [
    "textDocument": [
      "codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": ["quickfix"]]]]
    ],
    "workspace": ["workspaceEdit": ["documentChanges": true]],
  ]

  private func open(_ uri: String, _ text: String, _ languageID: String, in conversation: Conversation) {
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": .string(languageID), "version": 1, "text": .string(text),
        ]
      ])
  }

  private func range(_ line: Int, _ start: Int, _ end: Int) -> JSONValue {
    [
      "start": ["line": .integer(line), "character": .integer(start)],
      "end": ["line": .integer(line), "character": .integer(end)],
    ]
  }

  private func firstAction(
    at range: JSONValue, showing diagnostics: [JSONValue] = [], in conversation: Conversation
  ) -> String? {
    _ = conversation.client.take()
    let answer = conversation.request(
      "textDocument/codeAction",
      [
        "textDocument": ["uri": "file:///s.py"], "range": range,
        "context": ["diagnostics": .array(diagnostics), "only": ["quickfix", "refactor"]],
      ])
    guard case .success(let actions) = answer, case .array(let all) = actions else { return nil }
    guard case .string(let title) = all.first?["title"] else { return nil }
    return title
  }

  @Test(arguments: [0, 4, 20, 36])
  func aFixIsFirstWhereverTheCursorIsInTheLine(_ column: Int) {
    let conversation = Conversation.running(Self.capabilities)
    open("file:///s.py", Self.script, "python", in: conversation)
    #expect(firstAction(at: range(3, column, column), in: conversation) == "Change to `prev:load`")
  }

  @Test func aFixOfAnotherLineIsFirstIfTheClientShowsItsDiagnostic() {
    let conversation = Conversation.running(Self.capabilities)
    open("file:///s.py", Self.script, "python", in: conversation)
    let message = "Step `show` depends on `laod`, which does not exist. Did you mean `prev:load`?"
    let diagnostic: JSONValue = [
      "range": range(3, 24, 35), "code": "KALE103", "message": .string(message), "source": "kale",
    ]
    #expect(firstAction(at: range(4, 2, 2), in: conversation) != "Change to `prev:load`")
    #expect(
      firstAction(at: range(4, 2, 2), showing: [diagnostic], in: conversation) == "Change to `prev:load`")
  }

  /// eglot sends one language for two modes with one entry, and its own guesses for others.
  @Test(arguments: ["python", "js", "markdown", "perl"])
  func theNameOfAScriptTakesPrecedenceOverItsLanguage(_ languageID: String) {
    let conversation = Conversation.running()
    open("file:///s.py", Self.script, languageID, in: conversation)
    #expect(conversation.takePublished()["file:///s.py"] == ["KALE301", "KALE103"])
  }

  /// jupytext.nvim shows a notebook that it cannot read as it is, as Python.
  @Test(arguments: ["python", "ipynb", "json"])
  func aBrokenNotebookSaysSoInEveryLanguage(_ languageID: String) {
    let conversation = Conversation.running()
    let text = ipynbText((["step:a"], "x = 1", nil)).replacing("\"step:a\"", with: "\"step:a")
    open("file:///n.ipynb", text, languageID, in: conversation)
    #expect(conversation.takePublished()["file:///n.ipynb"] == ["KALE401"])
  }

  /// JupyterLab cannot read hidden folders, so that it shows the texts.
  @Test func aCompilationReturnsItsTextsOnRequest() throws {
    let folder = try TemporaryFolder()
    let conversation = Conversation.running()
    conversation.openNotebook([(tags: ["step:a"], text: "x = 1")])
    for returnsTexts in [true, false] {
      let id = returnsTexts ? 1 : 2
      conversation.request(
        "workspace/executeCommand",
        [
          "command": "kale.compile",
          "arguments": [
            [
              "uri": "file:///n.ipynb", "outputDirectory": .string(folder.path("out")),
              "returnsTexts": .bool(returnsTexts),
            ]
          ],
        ], id: id)
      guard case .success(let answer) = conversation.waitForAnswer(to: id) else {
        Issue.record("The pipeline was not compiled.")
        continue
      }
      for (path, text) in [("pipelineSpecPath", "pipelineSpec"), ("dslPath", "dsl")] {
        guard case .string(let written) = answer[path] else {
          Issue.record("No \(path)")
          continue
        }
        let content = try FileSystem.read(written)
        #expect(answer[text] == (returnsTexts ? .string(String(decoding: content, as: UTF8.self)) : nil))
      }
    }
  }
}
