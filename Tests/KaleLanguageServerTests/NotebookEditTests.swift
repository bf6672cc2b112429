import JSONRPC
import JSONSyntax
import KaleLanguageServer
import KaleTestSupport
import Testing

/// Code actions on notebook documents, by the request `kale/applyNotebookEdit`.
@Suite struct NotebookEditTests {
  private static let capabilities: JSONValue = [
    "experimental": ["kale": ["applyNotebookEdit": true]],
    "textDocument": ["codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": []]]]],
  ]

  private static let start: JSONValue = ["line": 0, "character": 0]

  private func actions(_ conversation: Conversation, only: JSONValue = .null) throws -> [JSONValue] {
    let params: JSONValue = [
      "textDocument": ["uri": "c0"], "range": ["start": Self.start, "end": Self.start],
      "context": ["diagnostics": [], "only": only],
    ]
    guard case .array(let actions) = try conversation.request("textDocument/codeAction", params, id: 1)?.get()
    else {
      return []
    }
    return actions
  }

  private func opened() -> Conversation {
    let conversation = Conversation.running(Self.capabilities)
    conversation.openNotebook([(["step-a"], "x = 1")], version: 7)
    _ = conversation.client.take()
    return conversation
  }

  @Test func aFixIsACommandThatHasTheClientApplyIt() throws {
    let conversation = opened()
    let action = try #require(try actions(conversation, only: ["quickfix"]).first)
    #expect(action["title"] == "Change to `step:a`")
    _ = conversation.client.take()
    let command = try #require(action["command"])
    conversation.request(
      "workspace/executeCommand",
      ["command": command["command"] ?? .null, "arguments": command["arguments"] ?? .null], id: 2)
    let sent = conversation.client.take()
    guard case .request(let id, "kale/applyNotebookEdit", let params?) = sent.first else {
      Issue.record("no request to the client, but \(sent)")
      return
    }
    #expect(
      params == [
        "label": "Change to `step:a`",
        "edit": [
          "notebookDocument": ["uri": "file:///n.ipynb", "version": 7],
          "edits": [["kind": "cellMetadata", "cell": "c0", "metadata": ["metadata": ["tags": ["step:a"]]]]],
        ],
      ])
    conversation.respond(to: id, ["applied": true])
    #expect(conversation.answer(to: 2) == .success(["applied": true]))
  }

  @Test func aRefusedEditIsAnErrorWithItsReason() throws {
    let conversation = opened()
    let command = try #require(try actions(conversation).first?["command"])
    conversation.request(
      "workspace/executeCommand",
      ["command": command["command"] ?? .null, "arguments": command["arguments"] ?? .null], id: 2)
    conversation.respond(to: .integer(1), ["applied": false, "failureReason": "read-only"])
    let error = ResponseError(.requestFailed, "The editor did not apply the change: read-only")
    #expect(conversation.answer(to: 2) == .failure(error))
  }

  @Test func aStaleEditIsNotApplied() throws {
    let conversation = opened()
    let command = try #require(try actions(conversation).first?["command"])
    conversation.changeNotebook(version: 8, ["cells": ["data": [Conversation.cell("c0", tags: ["step:b"])]]])
    _ = conversation.client.take()
    let result = conversation.request(
      "workspace/executeCommand",
      ["command": command["command"] ?? .null, "arguments": command["arguments"] ?? .null], id: 2)
    guard case .failure(let error) = result else {
      Issue.record("applied")
      return
    }
    #expect(error.code == .contentModified)
    #expect(conversation.client.take().count == 1)
  }

  @Test func aClientThatCannotApplyAnEditIsNotOfferedIt() throws {
    let conversation = Conversation.running([
      "textDocument": ["codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": []]]]]
    ])
    conversation.openNotebook([(["step-a"], "x = 1")])
    #expect(try actions(conversation).isEmpty)
  }
}
