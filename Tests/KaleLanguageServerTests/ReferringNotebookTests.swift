import KaleTestSupport
import JSONSyntax
import Testing

/// Notebooks that refer to others, in the editor.
@Suite struct ReferringNotebookTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path(name) }

  private func write(_ text: String, _ name: String) throws { try folder.write(text, name) }

  /// What is open counts as it is in the editor, for those that refer to it as well.
  @Test func aChangeOfANotebookIsToldInThoseThatReferToIt() throws {
    try write(ipynbText((["step:a"], "x = 1", nil)), "part.ipynb")
    let conversation = Conversation.running()
    let (root, part) = ("file://" + path("root.ipynb"), "file://" + path("part.ipynb"))
    func open(_ uri: String, _ text: String) {
      conversation.notify(
        "textDocument/didOpen",
        ["textDocument": ["uri": .string(uri), "languageId": "json", "version": 1, "text": .string(text)]])
    }
    func change(_ uri: String, _ text: String) {
      conversation.notify(
        "textDocument/didChange",
        [
          "textDocument": ["uri": .string(uri), "version": 2], "contentChanges": [["text": .string(text)]],
        ])
    }
    open(root, ipynbText((["notebook:part"], "", "part.ipynb"), (["step:use"], "print(x)", nil)))
    #expect(conversation.takePublished()[root] == nil)
    open(part, ipynbText((["step:a"], "x = 1", nil)))
    #expect(conversation.takePublished()[root] == nil)
    change(part, ipynbText((["step:a"], "y = 1", nil)))
    #expect(conversation.takePublished()[root] == ["KALE208"])
    change(part, ipynbText((["step-a"], "x = 1", nil)))
    #expect(conversation.takePublished()[root] == ["KALE504", "KALE208"])
    conversation.notify("textDocument/didClose", ["textDocument": ["uri": .string(part)]])
    #expect(conversation.takePublished()[root] == [])
  }

  /// A failure is shown where the code is, in the notebook that is run and in the one that it refers to.
  @Test func aFailureIsShownInTheNotebookThatHasTheStep() throws {
    let programs = ScriptedPrograms(printing: [
      #"{"event": "error", "task": "a-step", "cell": 1, "line": 2, "message": "ValueError: bad"}"#,
      #"{"event": "state", "task": "a-step", "state": "failed", "seconds": 0.2}"#,
      #"{"event": "failed", "message": "It failed."}"#,
    ])
    let (rootText, partText) = (
      ipynbText((["notebook:part"], "", "part.ipynb"), (["step:use"], "print(x)", nil)),
      ipynbText((["step:a"], "x = 1\nx = int(\"a\")", nil))
    )
    try write(partText, "part.ipynb")
    let conversation = Conversation.running(programs: programs)
    let (root, part) = ("file://" + path("root.ipynb"), "file://" + path("part.ipynb"))
    for (uri, text) in [(root, rootText), (part, partText)] {
      conversation.notify(
        "textDocument/didOpen",
        ["textDocument": ["uri": .string(uri), "languageId": "json", "version": 1, "text": .string(text)]])
    }
    _ = conversation.takePublished()
    for (id, uri) in [(1, root), (2, root)] {
      conversation.request(
        "workspace/executeCommand",
        ["command": "kale.run", "arguments": [["uri": .string(uri), "python": "/bin/sh"]]], id: id)
      _ = conversation.waitForAnswer(to: id)
      let published = conversation.takePublished()
      #expect(published[root]?.contains("run-failed") == true, "\(published)")
      #expect(published[part]?.contains("run-failed") == true, "\(published)")
    }
    // It goes when the cell changes.
    conversation.notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(part), "version": 2],
        "contentChanges": [["text": .string(ipynbText((["step:a"], "x = 2", nil)))]],
      ])
    #expect(conversation.takePublished()[part] == [])
  }

  /// A notebook that an open one refers to takes its parameters from that one, as in a check of the folder.
  @Test func aPartTakesItsNamesFromAnOpenNotebook() throws {
    let conversation = Conversation.running()
    let (root, part) = ("file://" + path("root.ipynb"), "file://" + path("part.ipynb"))
    func open(_ uri: String, _ text: String) {
      conversation.notify(
        "textDocument/didOpen",
        ["textDocument": ["uri": .string(uri), "languageId": "json", "version": 1, "text": .string(text)]])
    }
    func change(_ uri: String, _ text: String) {
      conversation.notify(
        "textDocument/didChange",
        ["textDocument": ["uri": .string(uri), "version": 2], "contentChanges": [["text": .string(text)]]])
    }
    let parameters = (["pipeline-parameters"], "size = 3", nil as String?)
    open(part, ipynbText((["step:a"], "print(size)", nil)))
    #expect(conversation.takePublished()[part] == ["KALE208"])
    open(root, ipynbText(parameters, (["notebook:part"], "", "part.ipynb")))
    #expect(conversation.takePublished()[part] == [])
    change(root, ipynbText(parameters, (["step:b"], "print(size)", nil)))
    #expect(conversation.takePublished()[part] == ["KALE208"])
    change(root, ipynbText(parameters, (["notebook:part"], "", "part.ipynb")))
    #expect(conversation.takePublished()[part] == [])
    conversation.notify("textDocument/didClose", ["textDocument": ["uri": .string(root)]])
    #expect(conversation.takePublished()[part] == ["KALE208"])
  }

  /// A notebook that is not open refers to others as they are in the editor.
  @Test func aChangeOfANotebookIsToldInThoseOfTheWorkspace() throws {
    try write(ipynbText((["step:a"], "x = 1", nil)), "part.ipynb")
    try write(ipynbText((["notebook:part"], "", "part.ipynb"), (["step:use"], "print(x)", nil)), "root.ipynb")
    let conversation = Conversation()
    conversation.request(
      "initialize",
      [
        "processId": nil, "rootUri": .string("file://" + folder.path),
        "capabilities": [
          "textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]],
        ],
      ], id: 1)
    conversation.notify("initialized", [:])
    func codes(_ id: Int) throws -> [JSONValue?] {
      let report = try conversation.request("workspace/diagnostic", ["previousResultIds": []], id: id)?.get()
      return (report?["items"]?.elements ?? []).flatMap { $0["items"]?.elements ?? [] }.map { $0["code"] }
    }
    #expect(try codes(2) == [])
    let part = JSONValue.string("file://" + path("part.ipynb"))
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": part, "languageId": "json", "version": 1,
          "text": .string(ipynbText((["step:a"], "y = 1", nil))),
        ]
      ])
    #expect(try codes(3) == ["KALE208"])
    conversation.notify("textDocument/didClose", ["textDocument": ["uri": part]])
    #expect(try codes(4) == [])
  }
}
