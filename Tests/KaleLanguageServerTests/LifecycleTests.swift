import JSONRPC
import JSONSyntax
import KaleTestSupport
import Testing

@testable import KaleLanguageServer

@Suite struct LifecycleTests {
  private func code(_ result: Result<JSONValue, ResponseError>?) -> Int? {
    if case .failure(let error) = result { return error.code.rawValue }
    return nil
  }

  @Test func requestsBeforeInitializeAreRefused() {
    let conversation = Conversation()
    #expect(code(conversation.request("textDocument/hover", [:])) == -32002)
    conversation.notify("textDocument/didOpen", [:])
    #expect(conversation.request("initialize", ["processId": nil, "capabilities": [:]], id: 2) != nil)
    #expect(
      code(conversation.request("initialize", ["processId": nil, "capabilities": [:]], id: 3)) == -32600)
  }

  @Test func afterShutdownOnlyExitCounts() {
    let conversation = Conversation.running()
    #expect(conversation.request("shutdown", [:], id: 1) == .success(.null))
    #expect(code(conversation.request("textDocument/hover", [:], id: 2)) == -32600)
    #expect(!conversation.session.isOver)
    conversation.notify("exit", [:])
    #expect(conversation.session.isOver)
    #expect(conversation.session.wasShutDown)
  }

  @Test func unknownAndInvalidRequestsAreAnswered() {
    let conversation = Conversation.running()
    #expect(code(conversation.request("textDocument/nothing", [:], id: 1)) == -32601)
    #expect(code(conversation.request("textDocument/hover", ["position": 3], id: 2)) == -32602)
    #expect(
      code(conversation.request("workspace/executeCommand", ["command": "kale.dance"], id: 3)) == -32602)
    conversation.notify("$/nothing", [:])
    #expect(conversation.request("shutdown", [:], id: 4) == .success(.null))
  }

  @Test(arguments: [
    (["utf-8", "utf-16"], "utf-8"), (["utf-16", "utf-8"], "utf-16"), (["utf-32"], "utf-16"), ([], "utf-16"),
  ])
  func positionEncodingIsTheFirstThatBothKnow(offered: [String], chosen: String) throws {
    let conversation = Conversation()
    let capabilities: JSONValue = ["general": ["positionEncodings": .array(offered.map(JSONValue.string))]]
    let result = try conversation.request("initialize", ["processId": nil, "capabilities": capabilities])?
      .get()
    #expect(result?["capabilities"]?["positionEncoding"] == .string(chosen))
  }

  /// Clients written in Python or Lua take an empty object for "no".
  @Test func noCapabilityIsAnEmptyObject() throws {
    for capabilities in [[:], ["textDocument": ["rename": ["prepareSupport": true]]]] as [JSONValue] {
      let result = try Conversation().request(
        "initialize", ["processId": nil, "capabilities": capabilities])?.get()
      guard case .object(let members) = result?["capabilities"] else {
        Issue.record("no capabilities")
        return
      }
      for member in members { #expect(member.value != .object([]), "\(member.key)") }
      let prepares = capabilities["textDocument"] != nil
      #expect(result?["capabilities"]?["renameProvider"] == (prepares ? ["prepareProvider": true] : true))
    }
  }

  @Test func traceIsSentToThoseWhoWantIt() {
    let conversation = Conversation.running()
    conversation.notify("$/setTrace", ["value": "messages"])
    _ = conversation.client.take()
    conversation.notify("$/nothing", [:])
    let expected: JSONValue = ["message": "received notification $/nothing"]
    #expect(conversation.client.take() == [.notification("$/logTrace", expected)])
    conversation.notify("$/setTrace", ["value": "off"])
    _ = conversation.client.take()
    conversation.notify("$/nothing", [:])
    #expect(conversation.client.take().isEmpty)
  }

  /// Requests whose handlers wait for the client are given up in the order in which they came.
  @Test func whatWaitsIsAnsweredInOrderAtTheEnd() {
    let conversation = Conversation.running([
      "experimental": ["kale": ["applyNotebookEdit": true, "notebookEditKinds": ["cellMetadata"]]]
    ])
    conversation.openNotebook([(["step:a"], "x = 1")])
    let ids = Array(1...40)
    for id in ids {
      let argument: JSONValue = ["uri": "c0", "tags": ["skip"]]
      #expect(
        conversation.request(
          "workspace/executeCommand", ["command": "kale.setTags", "arguments": [argument]], id: id) == nil)
    }
    _ = conversation.client.take()
    conversation.request("shutdown", [:])
    let answered = conversation.client.take().compactMap { sent -> Int? in
      if case .response(.integer(let id), .failure) = sent { return id }
      return nil
    }
    #expect(answered == ids)
  }

  /// What cannot be read of a notification is logged, and the conversation goes on.
  @Test(
    arguments: [
      ("$/cancelRequest", ["id": true], "'params.id' must be an integer or a string"),
      ("$/cancelRequest", [:], "'params.id' must be present"),
      ("window/workDoneProgress/cancel", [:], "'params.token' must be present"),
    ] as [(String, JSONValue, String)])
  func aCancellationOfNothingIsLogged(_ method: String, _ params: JSONValue, _ reason: String) {
    let conversation = Conversation.running()
    conversation.notify(method, params)
    let message: JSONValue = ["type": 1, "message": .string("Ignored `\(method)`: \(reason)")]
    #expect(conversation.client.take() == [.notification("window/logMessage", message)])
    #expect(conversation.request("shutdown", [:], id: 4) == .success(.null))
  }
}
