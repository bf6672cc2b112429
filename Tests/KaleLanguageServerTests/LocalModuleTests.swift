import KaleTestSupport
import JSONSyntax
import KaleWorkspace
import Testing

/// Modules beside notebooks that are open in the editor.
@Suite struct LocalModuleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func notebook(_ code: String) -> String { ipynbText((["step:a"], code, nil)) }

  private func open(_ uri: String, _ text: String, languageID: String = "json", in conversation: Conversation)
  {
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": .string(languageID), "version": 1, "text": .string(text),
        ]
      ])
  }

  @Test func anOpenNotebookIsToldOfModulesThatComeAndGo() throws {
    let conversation = Conversation.running()
    let uri = "file://" + folder.path("n.ipynb")
    func tell(_ name: String, _ type: Int) {
      conversation.notify(
        "workspace/didChangeWatchedFiles",
        ["changes": [["uri": .string("file://" + folder.path(name)), "type": .integer(type)]]])
    }
    open(uri, notebook("import helpers"), in: conversation)
    #expect(conversation.takePublished()[uri] == ["KALE265"])
    try folder.write("", "helpers/__init__.py")
    tell("helpers/__init__.py", 1)
    #expect(conversation.takePublished()[uri] == ["KALE230"])
    tell("helpers/__init__.py", 2)
    tell("other/x.py", 1)
    #expect(conversation.takePublished()[uri] == nil)
    FileSystem.removeFolder(folder.path("helpers"))
    tell("helpers/__init__.py", 3)
    #expect(conversation.takePublished()[uri] == ["KALE265"])
  }

  /// jupyter-lsp keeps virtual documents in a folder of their own; the notebook's is outside.
  @Test func aVirtualDocumentHasTheFolderOfItsNotebook() throws {
    try folder.write(notebook("import helpers"), "n.ipynb")
    try folder.write("", "helpers.py")
    let conversation = Conversation.running()
    let uri = "file://" + folder.path(".virtual_documents/n.ipynb")
    open(uri, "import helpers\n", languageID: "python", in: conversation)
    #expect(conversation.takePublished()[uri] == ["KALE230"])
  }

  @Test func anUntitledNotebookHasNone() {
    let conversation = Conversation.running()
    open("untitled:n.ipynb", notebook("import helpers"), in: conversation)
    #expect(conversation.takePublished()["untitled:n.ipynb"] == ["KALE265"])
  }
}
