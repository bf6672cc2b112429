import JSONRPC
import JSONSyntax

/// A conversation with nobody, about a small notebook.
///
/// What a program does for the first time takes longer: tables are filled, types are looked up, code is read from the
/// disk. The server does it while it waits for the client's first notebook, which then opens in half the time.
enum Rehearsal {
  /// The number under which the server defers the rehearsal until no message waits. Runs count from 1.
  static let number = 0

  /// Opens a notebook, changes it and asks about it, as a client does.
  ///
  /// - Parameter client: What the answers go to.
  static func perform(with client: any Client = Nobody()) {
    var environment = ServerEnvironment()
    environment.watchProcess = { _ in }
    environment.cacheFolder = { nil }
    let session = Session(client: client, environment: environment)
    for message in messages { session.handle(IncomingMessage(body: message.serialized())) }
  }

  struct Nobody: Client {
    func respond(to id: RequestID?, with result: Result<JSONValue, ResponseError>) {
      if case .success(let value) = result { _ = value.serialized() }
    }

    func notify(_ method: String, _ params: JSONValue?) { _ = params?.serialized() }
    func request(_ method: String, _ params: JSONValue?) -> RequestID { .integer(0) }
    func isCancelled(_ id: RequestID) -> Bool { false }
  }
}

// MARK: - The conversation

extension Rehearsal {
  private static let notebook = "file:///rehearsal.ipynb"

  private static var messages: [JSONValue] {
    [
      request("initialize", ["processId": nil, "capabilities": [:]]),
      notification(
        "notebookDocument/didOpen",
        [
          "notebookDocument": [
            "uri": .string(notebook), "notebookType": "jupyter-notebook", "version": 1,
            "metadata": ["metadata": ["kubeflow_notebook": ["pipeline_name": "a", "experiment_name": "a"]]],
            "cells": .array(cells.indices.map(cell)),
          ],
          "cellTextDocuments": .array(cells.indices.map(document)),
        ]),
      notification(
        "notebookDocument/didChange",
        [
          "notebookDocument": ["uri": .string(notebook), "version": 2],
          "change": [
            "cells": [
              "textContent": [
                ["document": ["uri": uri(3), "version": 2], "changes": [["text": "total = absent + 1\n"]]]
              ]
            ]
          ],
        ]),
      request(
        "textDocument/hover",
        ["textDocument": ["uri": uri(3)], "position": ["line": 0, "character": 1]]),
    ]
  }

  /// Tags and code of cells with a little of everything that notebooks are made of.
  private static let cells: [(tags: [JSONValue], code: String)] = [
    (["imports"], "import os\nfrom math import sqrt as root\n"),
    (["pipeline-parameters"], "epochs = 5\nrate = 0.1\n"),
    (["step:load"], "rows = [{'n': k ** 2, 'text': f'{k:>3}'} for k in range(epochs) if k % 2]\n"),
    (
      ["step:train", "prev:load"],
      """
      class Model:
          def fit(self, rows, *, rate=rate):
              for row in rows:
                  try:
                      yield root(row['n']) * rate
                  except ValueError as error:
                      print(error)
      total = sum(Model().fit(rows)) + absent

      """
    ),
    (["pipeline-metrics"], "print(total)\n"),
  ]

  private static func uri(_ index: Int) -> JSONValue {
    .string("vscode-notebook-cell:/rehearsal.ipynb#\(index)")
  }

  private static func cell(_ index: Int) -> JSONValue {
    ["kind": 2, "document": uri(index), "metadata": ["metadata": ["tags": .array(cells[index].tags)]]]
  }

  private static func document(_ index: Int) -> JSONValue {
    ["uri": uri(index), "languageId": "python", "version": 1, "text": .string(cells[index].code)]
  }

  private static func request(_ method: String, _ params: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params]
  }

  private static func notification(_ method: String, _ params: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "method": .string(method), "params": params]
  }
}
