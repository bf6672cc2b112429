import JSONSyntax
import KaleTestSupport
import KaleWorkspace
import Testing

/// Files that pipelines of open notebooks ship, as they come, change and go.
@Suite struct ShippedFilesRefreshTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func anOpenNotebookIsToldOfModulesThatChange() throws {
    let conversation = Conversation.running()
    let uri = "file://" + folder.path("n.ipynb")
    try folder.write("", "lib/sub/helpers.py")
    try folder.write("", "lib/sub/fast.pyx")
    try folder.write("", "lib/sub/__init__.py")
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": "json", "version": 1,
          "text": .string(ipynbText((["step:a"], "import lib.sub.helpers", nil))),
        ]
      ])
    #expect(conversation.takePublished()[uri] == ["KALE230"])
    func change(_ text: String) throws {
      try folder.write(text, "lib/sub/helpers.py")
      conversation.notify(
        "workspace/didChangeWatchedFiles",
        ["changes": [["uri": .string("file://" + folder.path("lib/sub/helpers.py")), "type": 2]]])
    }
    try change("from . import fast\n")
    #expect(conversation.takePublished()[uri] == ["KALE230", "KALE233"])
    try change("")
    #expect(conversation.takePublished()[uri] == ["KALE230"])
  }

  /// A client that watches no files saves notebooks all the same.
  @Test func aSavedNotebookLooksAgain() throws {
    let conversation = Conversation.running()
    let uri = "file://" + folder.path("n.ipynb")
    for index in 0..<300 { try folder.write("", "lib/m\(index).py") }
    try folder.write("import pkgutil", "lib/__init__.py")
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": "json", "version": 1,
          "text": .string(ipynbText((["step:a"], "import lib", nil))),
        ]
      ])
    #expect(conversation.takePublished()[uri] == ["KALE230"])
    try folder.write("import fast", "lib/m7.py")
    try folder.write("", "fast.pyx")
    conversation.notify("textDocument/didSave", ["textDocument": ["uri": .string(uri)]])
    #expect(conversation.takePublished()[uri] == ["KALE230", "KALE233"])
  }
}
