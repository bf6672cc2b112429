import KaleWorkspace
import JSONRPC
import JSONSyntax
import KaleLanguageServer
import LanguageServerProtocol

/// A client that keeps what it is sent, and a session with it.
package final class ScriptedClient: Client {
  /// A message that the client was sent.
  package enum Sent: Equatable {
    /// The answer to a request of this identifier.
    case response(RequestID?, Result<JSONValue, ResponseError>)
    /// A notification: its method and parameters.
    case notification(String, JSONValue?)
    /// A request: its identifier, method and parameters.
    case request(RequestID, String, JSONValue?)
  }

  /// The messages since the last ``take()``.
  package private(set) var sent: [Sent] = []
  private var lastID = 0

  /// Creates a client that has got nothing yet.
  package init() {}

  /// Keeps the response.
  package func respond(to id: RequestID?, with result: Result<JSONValue, ResponseError>) {
    sent.append(.response(id, result))
  }

  /// Keeps the notification.
  package func notify(_ method: String, _ params: JSONValue?) { sent.append(.notification(method, params)) }

  package func request(_ method: String, _ params: JSONValue?) -> RequestID {
    lastID += 1
    sent.append(.request(.integer(lastID), method, params))
    return .integer(lastID)
  }

  package func isCancelled(_: RequestID) -> Bool { false }

  /// What was sent since the last call.
  package func take() -> [Sent] {
    defer { sent = [] }
    return sent
  }
}

/// A session and the client's end of it.
package struct Conversation {
  /// The client's end, which keeps what the session sends.
  package let client = ScriptedClient()
  /// The server's end.
  package let session: Session

  private let deferredNumbers = DeferredNumbers()

  /// Starts a conversation with a server.
  ///
  /// - Parameters:
  ///   - programs: What stands in for the programs that the server starts.
  ///   - cacheFolder: The folder that the server may write files into that it can write again; nil for none.
  ///   - runStateInterval: The time between two notifications of the state of a run, which no test may wait for.
  package init(
    programs: ScriptedPrograms = ScriptedPrograms(printing: []), cacheFolder: String? = nil,
    runStateInterval: Double = 0
  ) {
    var environment = ServerEnvironment()
    environment.watchProcess = { _ in }
    environment.cacheFolder = { cacheFolder }
    environment.dataFolder = { cacheFolder }
    environment.runStateInterval = runStateInterval
    environment.afterDelay = { _, _ in }
    environment.start = { programs.start($0) }
    session = Session(
      client: client, environment: environment,
      enqueueDeferred: { [deferredNumbers] in deferredNumbers.add($0) })
  }

  /// A conversation after `initialize`, with these capabilities.
  package static func running(
    _ capabilities: JSONValue = [:], inFolder folder: String? = nil,
    programs: ScriptedPrograms = ScriptedPrograms(printing: []), cacheFolder: String? = nil,
    runStateInterval: Double = 0
  ) -> Conversation {
    let conversation = Conversation(
      programs: programs, cacheFolder: cacheFolder, runStateInterval: runStateInterval)
    let root = folder.map { DocumentURI(filePath: $0).json } ?? .null
    conversation.request("initialize", ["processId": nil, "rootUri": root, "capabilities": capabilities])
    conversation.notify("initialized", [:])
    _ = conversation.client.take()
    return conversation
  }

  /// Lets the session handle a message, which it writes and reads as JSON.
  package func receive(_ message: JSONValue) {
    session.handle(IncomingMessage(body: message.serialized()))
  }

  /// Sends a notification.
  package func notify(_ method: String, _ params: JSONValue) {
    receive(["jsonrpc": "2.0", "method": .string(method), "params": params])
  }

  /// Sends a request and gives the answer; nil where there is none yet.
  @discardableResult
  package func request(_ method: String, _ params: JSONValue, id: Int = 900) -> Result<
    JSONValue, ResponseError
  >? {
    receive(["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": params])
    return answer(to: id)
  }

  /// Returns the answer to a request that was sent under this identifier; nil if there is none yet.
  package func answer(to id: Int) -> Result<JSONValue, ResponseError>? {
    client.sent.lazy.compactMap { sent -> Result<JSONValue, ResponseError>? in
      if case .response(.integer(id), let result) = sent { return result }
      return nil
    }.first
  }

  /// Has the session follow a program until it answers the request that started it.
  package func waitForAnswer(to id: Int) -> Result<JSONValue, ResponseError>? {
    while answer(to: id) == nil { session.handle(.deferred(deferredNumbers.next())) }
    return answer(to: id)
  }

  /// Answers a request of the server.
  package func respond(to id: RequestID, _ result: JSONValue) {
    receive(["jsonrpc": "2.0", "id": id.json, "result": result])
  }

  /// The rule codes last published for each document since the last call, in order of publication.
  package func takePublished() -> [String: [String]] {
    var result: [String: [String]] = [:]
    for case .notification("textDocument/publishDiagnostics", let params) in client.take() {
      guard case .string(let uri) = params?["uri"], case .array(let diagnostics) = params?["diagnostics"]
      else {
        continue
      }
      result[uri] = diagnostics.map { diagnostic in
        if case .string(let code) = diagnostic["code"] { return code }
        return ""
      }
    }
    return result
  }
}

extension Conversation {
  /// Metadata of a notebook document, with the configuration that Kale requires.
  package static let kaleMetadata: JSONValue = [
    "metadata": ["kubeflow_notebook": ["pipeline_name": "p", "experiment_name": "e"]]
  ]

  /// Returns a code cell of a notebook document, with the URI of its text.
  package static func cell(_ uri: String, tags: [String]) -> JSONValue {
    [
      "kind": 2, "document": .string(uri),
      "metadata": ["metadata": ["tags": .array(tags.map(JSONValue.string))]],
    ]
  }

  /// Returns a text document in Python, version 1, as clients open it.
  package static func document(_ uri: String, _ text: String) -> JSONValue {
    ["uri": .string(uri), "languageId": "python", "version": 1, "text": .string(text)]
  }

  /// Opens a notebook document of cells with these tags and texts, called `c0`, `c1` ….
  package func openNotebook(_ cells: [(tags: [String], text: String)], version: Int = 1) {
    notify(
      "notebookDocument/didOpen",
      [
        "notebookDocument": [
          "uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": .integer(version),
          "metadata": Self.kaleMetadata,
          "cells": .array(cells.enumerated().map { Self.cell("c\($0.offset)", tags: $0.element.tags) }),
        ],
        "cellTextDocuments": .array(
          cells.enumerated().map { Self.document("c\($0.offset)", $0.element.text) }),
      ])
  }

  /// Sends a change of the notebook document that ``openNotebook(_:version:)`` opened.
  package func changeNotebook(version: Int, _ change: JSONValue) {
    notify(
      "notebookDocument/didChange",
      ["notebookDocument": ["uri": "file:///n.ipynb", "version": .integer(version)], "change": change])
  }
}
