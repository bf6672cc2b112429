import JSONSyntax
import KaleLanguageServer
import KaleTestSupport
import LanguageServerProtocol
import Testing

/// Open notebooks that compile to the same file.
@Suite struct SameOutputTests {
  private let folder: TemporaryFolder
  private let conversation: Conversation

  init() throws {
    folder = try TemporaryFolder()
    conversation = Conversation.running(inFolder: folder.path)
  }

  private func uri(_ name: String) -> String { DocumentURI(filePath: folder.path(name)).description }

  private func open(_ name: String, pipeline: String) {
    let text = ipynbText((["step:a"], "print(1)", nil)).replacing("\"p\"", with: "\"\(pipeline)\"")
    let document: JSONValue = [
      "uri": .string(uri(name)), "languageId": "json", "version": 1, "text": .string(text),
    ]
    conversation.notify("textDocument/didOpen", ["textDocument": document])
  }

  private func close(_ name: String) {
    conversation.notify("textDocument/didClose", ["textDocument": ["uri": .string(uri(name))]])
  }

  @Test func bothAreToldAndBothAreFreedAgain() {
    open("a.ipynb", pipeline: "train")
    #expect(conversation.takePublished()[uri("a.ipynb")] ?? [] == [])
    open("b.ipynb", pipeline: "train")
    let both = conversation.takePublished()
    #expect(both[uri("a.ipynb")] == ["KALE332"])
    #expect(both[uri("b.ipynb")] == ["KALE332"])
    // Its name is free.
    open("c.ipynb", pipeline: "report")
    #expect(conversation.takePublished()[uri("a.ipynb")] == nil)
    close("b.ipynb")
    #expect(conversation.takePublished()[uri("a.ipynb")] == [])
  }

  @Test func thePairOfANotebookIsTheNotebook() {
    open("a.ipynb", pipeline: "train")
    open("a.json", pipeline: "train")
    #expect(!conversation.takePublished().values.contains { $0.contains("KALE332") })
  }
}
