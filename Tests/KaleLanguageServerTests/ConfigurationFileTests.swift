import JSONSyntax
import KaleTestSupport
import KaleWorkspace
import Testing

/// Configuration files take precedence over the editor, and count as soon as they change.
@Suite struct ConfigurationFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func uri(_ name: String) -> String { "file://" + folder.path(name) }

  private func conversation(_ options: JSONValue = .null) -> Conversation {
    let conversation = Conversation()
    conversation.request(
      "initialize",
      [
        "processId": nil, "initializationOptions": options,
        "capabilities": ["workspace": ["didChangeWatchedFiles": ["dynamicRegistration": true]]],
      ])
    conversation.notify("initialized", [:])
    _ = conversation.client.take()
    return conversation
  }

  private func open(_ name: String, in conversation: Conversation, _ source: String = "print(missing)") {
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri(name)), "languageId": "json", "version": 1,
          "text": .string(ipynbText((["hide-input", "step:a"], source, nil))),
        ]
      ])
  }

  private func change(_ text: String, _ name: String, in conversation: Conversation) throws {
    try folder.write(text, name)
    conversation.notify(
      "workspace/didChangeWatchedFiles", ["changes": [["uri": .string(uri(name)), "type": 2]]])
  }

  @Test func eachFolderHasItsOwn() throws {
    try folder.write("ignore = [\"missing-name\"]", "a/kale-lsp.toml")
    try folder.write("[tool.kale-lsp.rules]\nforeign-tag = \"off\"", "b/pyproject.toml")
    let conversation = conversation()
    open("a/n.ipynb", in: conversation)
    #expect(conversation.takePublished() == [uri("a/n.ipynb"): ["KALE002"]])
    open("b/n.ipynb", in: conversation)
    #expect(conversation.takePublished() == [uri("b/n.ipynb"): ["KALE208"]])
  }

  @Test func theFileTakesPrecedenceOverTheEditor() throws {
    try folder.write("rules = { foreign-tag = \"error\" }", "kale-lsp.toml")
    let conversation = conversation(["rules": ["foreign-tag": "off", "missing-name": "off"]])
    open("n.ipynb", in: conversation)
    #expect(conversation.takePublished() == [uri("n.ipynb"): ["KALE002"]])
  }

  @Test func aChangeCountsAtOnce() throws {
    let conversation = conversation()
    open("n.ipynb", in: conversation)
    #expect(conversation.takePublished() == [uri("n.ipynb"): ["KALE002", "KALE208"]])
    try change("ignore = [\"KALE0\"]", "kale-lsp.toml", in: conversation)
    #expect(conversation.takePublished() == [uri("n.ipynb"): ["KALE208"]])
    try change("ignore = [\"KALE0\"", "kale-lsp.toml", in: conversation)
    let sent = conversation.client.take()
    let messages = sent.compactMap { sent -> String? in
      guard case .notification("window/showMessage", let params) = sent else { return nil }
      return params?["message"].flatMap { if case .string(let text) = $0 { text } else { nil } }
    }
    #expect(
      messages == [folder.path("kale-lsp.toml") + ":1:18: Invalid TOML: expected , or ] in an array."])
    try change("ignore = []", "kale-lsp.toml", in: conversation)
    #expect(
      conversation.takePublished() == [
        uri("n.ipynb"): ["KALE002", "KALE208"], uri("kale-lsp.toml"): [],
      ])
  }

  @Test func whatIsWrongIsPublishedInTheFile() throws {
    try folder.write("strict = true\nignoer = []\n", "kale-lsp.toml")
    let conversation = conversation()
    open("n.ipynb", in: conversation)
    let published = conversation.client.take().compactMap { sent -> JSONValue? in
      guard case .notification("textDocument/publishDiagnostics", let params) = sent,
        params?["uri"] == .string(uri("kale-lsp.toml"))
      else { return nil }
      return params?["diagnostics"]
    }
    let expected: JSONValue = [
      [
        "range": ["start": ["line": 1, "character": 0], "end": ["line": 1, "character": 6]],
        "severity": 1, "source": "kale", "message": "Unknown setting `ignoer`. Did you mean `ignore`?",
      ]
    ]
    #expect(published == [expected])
  }

  @Test(arguments: [true, false])
  func aFolderThatIsNotTrustedChoosesNoImage(isTrusted: Bool) throws {
    try folder.write("base-image = \"python:3.8\"", "kale-lsp.toml")
    let conversation = conversation(["trusted": .bool(isTrusted)])
    open("n.ipynb", in: conversation, "print(missing)")
    let codes = conversation.takePublished()[uri("n.ipynb")] ?? []
    #expect(codes.contains("KALE208"))
    #expect(codes.contains("KALE024") == isTrusted, "\(codes)")
  }
}
