import KaleAnalysis
import JSONRPC
import JSONSyntax
import KaleLanguageServer
import KaleTestSupport
import Testing

/// Fix all and migration, in an editor.
@Suite struct RepairActionTests {
  private static let kinds: JSONValue = ["codeActionKind": ["valueSet": []]]
  private static let eager: JSONValue = [
    "textDocument": ["codeAction": ["codeActionLiteralSupport": kinds]], "workspace": ["applyEdit": true],
  ]
  private static let resolving: JSONValue = [
    "textDocument": [
      "codeAction": [
        "codeActionLiteralSupport": kinds, "dataSupport": true, "resolveSupport": ["properties": ["edit"]],
      ]
    ]
  ]
  private static let notebooks: JSONValue = [
    "textDocument": ["codeAction": ["codeActionLiteralSupport": kinds]],
    "experimental": [
      "kale": [
        "applyNotebookEdit": true,
        "notebookEditKinds": ["cellMetadata", "cellText", "insertCells", "notebookMetadata"],
      ]
    ],
  ]

  private static let old = """
    {"nbformat": 4, "metadata": {"kubeflow_notebook": {"pipeline_name": "p", "experiment_name": "e", "docker_image": ""}},
     "cells": [{"cell_type": "code", "metadata": {"tags": ["block:a", "block:a"]}, "source": "x = 1"}]}
    """

  private func opened(_ capabilities: JSONValue, _ text: String = old) -> Conversation {
    let conversation = Conversation.running(capabilities)
    conversation.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": "file:///n.ipynb", "languageId": "json", "version": 3, "text": .string(text)]])
    _ = conversation.client.take()
    return conversation
  }

  private func actions(
    _ conversation: Conversation, only: JSONValue = .null, uri: JSONValue = "file:///n.ipynb"
  ) throws -> [JSONValue] {
    let start: JSONValue = ["line": 0, "character": 0]
    let params: JSONValue = [
      "textDocument": ["uri": uri], "range": ["start": start, "end": start],
      "context": ["diagnostics": [], "only": only],
    ]
    _ = conversation.client.take()
    guard case .array(let actions) = try conversation.request("textDocument/codeAction", params, id: 1)?.get()
    else { return [] }
    return actions
  }

  @Test(arguments: [
    ("source", ["source.fixAll.kale", "source.kale.migrate"]), ("source.fixAll", ["source.fixAll.kale"]),
    ("source.fixAll.kale", ["source.fixAll.kale"]), ("source.kale", ["source.kale.migrate"]),
    ("source.organizeImports", []), ("quickfix", []),
  ])
  func theyAreGivenToThoseWhoAskForTheirKind(kind: String, kinds: [String]) throws {
    let actions = try actions(opened(Self.eager), only: [.string(kind)])
    #expect(actions.compactMap { $0["kind"] } == kinds.map(JSONValue.string))
  }

  @Test func theyStandInTheOrdinaryMenu() throws {
    let titles = try actions(opened(Self.eager)).compactMap { $0["title"] }
    #expect(titles == ["Fix all in this notebook", "Migrate this notebook to \(KaleRelease.current)"])
  }

  @Test func nothingIsOfferedWhereNothingIsWrongOrTheTextIsBroken() throws {
    let right = Self.old.replacing("block:a\", \"block:a", with: "step:a").replacing(
      "docker_image", with: "base_image")
    #expect(try actions(opened(Self.eager, right)).compactMap { $0["title"] } == ["Compile pipeline"])
    #expect(try actions(opened(Self.eager, Self.old + "}")).isEmpty)
  }

  @Test func anEditorWithoutResolvingGetsTheEditAtOnce() throws {
    let action = try #require(try actions(opened(Self.eager), only: ["source.kale.migrate"]).first)
    guard case .array(let edits) = action["edit"]?["changes"]?["file:///n.ipynb"] else {
      Issue.record("no edit in \(action)")
      return
    }
    let texts = edits.compactMap { $0["newText"] }
    #expect(texts.contains("\"base_image\""))
    #expect(texts.contains { "\($0)".contains("step:a") })
  }

  @Test func anEditorThatResolvesGetsItWhenThePersonHasChosen() throws {
    let conversation = opened(Self.resolving)
    let action = try #require(try actions(conversation, only: ["source.fixAll"]).first)
    #expect(action["edit"] == nil)
    let resolved = try conversation.request("codeAction/resolve", action, id: 2)?.get()
    #expect(resolved?["title"] == action["title"])
    #expect(resolved?["edit"]?["changes"]?["file:///n.ipynb"] != nil)
  }

  /// VS Code resolves every action that has no edit, those that are a command among them.
  @Test(
    arguments: [
      ["title": "Compile pipeline", "command": ["title": "Compile", "command": "kale.compile"]],
      ["title": "Change to `prev:load`", "kind": "quickfix"], ["title": "Remove the tag", "data": .null],
    ] as [JSONValue])
  func anActionWithoutDataIsAnsweredAsItIs(_ action: JSONValue) throws {
    let conversation = opened(Self.resolving)
    #expect(try conversation.request("codeAction/resolve", action, id: 2)?.get() == action)
  }

  @Test func everyActionThatIsOfferedCanBeResolved() throws {
    for text in [Self.old, Self.old.replacing("block:a\", \"block:a", with: "step:a\", \"prev:b")] {
      let conversation = opened(Self.resolving, text)
      for (index, action) in try actions(conversation).enumerated() {
        let resolved = conversation.request("codeAction/resolve", action, id: .init(index + 10))
        guard case .success(let answer) = resolved else {
          Issue.record("\(action): \(String(describing: resolved))")
          continue
        }
        #expect(answer["title"] == action["title"])
      }
    }
  }

  @Test func anActionOfAnotherServerIsNotResolved() {
    let conversation = opened(Self.resolving)
    let action: JSONValue = ["title": "Sort imports", "data": ["uri": "file:///n.ipynb", "kind": "x"]]
    guard case .failure(let error) = conversation.request("codeAction/resolve", action, id: 2) else {
      Issue.record("resolved")
      return
    }
    #expect(error.code == .invalidParams)
  }

  @Test func anOldActionIsNotResolved() throws {
    let conversation = opened(Self.resolving)
    let action = try #require(try actions(conversation, only: ["source.fixAll"]).first)
    conversation.notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": "file:///n.ipynb", "version": 4],
        "contentChanges": [["text": .string(Self.old + "\n")]],
      ])
    guard case .failure(let error) = conversation.request("codeAction/resolve", action, id: 2) else {
      Issue.record("resolved")
      return
    }
    #expect(error.code == .contentModified)
  }

  @Test func aCommandHasTheClientApplyItToAText() throws {
    let conversation = opened(Self.eager)
    conversation.request(
      "workspace/executeCommand",
      ["command": "kale.migrate", "arguments": [["uri": "file:///n.ipynb"]]], id: 5)
    guard case .request(let id, "workspace/applyEdit", let params) = conversation.client.take().first else {
      Issue.record("no request")
      return
    }
    #expect(params?["label"] == .string("Migrate this notebook to \(KaleRelease.current)"))
    conversation.respond(to: id, ["applied": true])
    guard case .success(let result) = conversation.answer(to: 5), case .array(let fixes) = result["fixes"]
    else {
      Issue.record("not answered")
      return
    }
    #expect(fixes.count == 3)
  }

  @Test func onANotebookDocumentItIsOneEdit() throws {
    let conversation = Conversation.running(Self.notebooks)
    conversation.openNotebook(
      [(["block:a"], "x = 1"), (["block:b", "prev:a", "block:"], "print(x)")], version: 7)
    let action = try #require(try actions(conversation, only: ["source.fixAll.kale"], uri: "c1").first)
    #expect(action["command"]?["command"] == "kale.fixAll")
    _ = conversation.client.take()
    conversation.request(
      "workspace/executeCommand",
      ["command": "kale.fixAll", "arguments": action["command"]?["arguments"] ?? .null], id: 5)
    guard case .request(let id, "kale/applyNotebookEdit", let params) = conversation.client.take().first
    else {
      Issue.record("no request")
      return
    }
    guard case .array(let edits) = params?["edit"]?["edits"] else { return }
    #expect(
      edits.compactMap { $0["metadata"]?["metadata"]?["tags"] } == [["step:a"], ["step:b", "prev:a"]])
    #expect(params?["edit"]?["notebookDocument"]?["version"] == 7)
    conversation.respond(to: id, ["applied": true])
    guard case .success = conversation.answer(to: 5) else {
      Issue.record("not answered")
      return
    }
    // A second go finds nothing, and does not bother the client.
    conversation.changeNotebook(
      version: 8,
      [
        "cells": [
          "data": [
            Conversation.cell("c0", tags: ["step:a"]), Conversation.cell("c1", tags: ["step:b", "prev:a"]),
          ]
        ]
      ])
    _ = conversation.client.take()
    let again = conversation.request(
      "workspace/executeCommand",
      ["command": "kale.fixAll", "arguments": [["uri": "file:///n.ipynb"]]], id: 6)
    #expect(again == .success(["fixes": []]))
  }

  @Test(arguments: ["kale.fixAll", "kale.migrate"])
  func aCommandForNothingIsAnError(command: String) {
    let conversation = Conversation.running(Self.eager)
    for arguments in [[], [["uri": "file:///nowhere.ipynb"]], [3]] as [JSONValue] {
      let result = conversation.request(
        "workspace/executeCommand", ["command": .string(command), "arguments": arguments])
      guard case .failure = result else {
        Issue.record("\(arguments)")
        continue
      }
    }
  }
}
