import KaleTestSupport
import JSONRPC
import JSONSyntax
import KaleLanguageServer
import Testing

/// Requests on notebooks in which much is to be shown: a walk over a cell, or over all steps, for each place of the answer
/// would take hours.
@Suite struct LargeNotebookTests {
  private static let names = 3000
  private static let steps = 30

  /// An `.ipynb` text in which many names travel through many steps.
  private static let text: String = {
    let made = (0..<names).map { #"x\#($0) = \"\""# }.joined(separator: #"\n"#)
    let read = (0..<names).map { #"x\#($0)"# }.joined(separator: #"\n"#)
    let cells = (0..<steps).map { step in
      let tags = step == 0 ? #""step:s0""# : #""step:s\#(step)", "prev:s\#(step - 1)""#
      return
        #"{"cell_type": "code", "metadata": {"tags": [\#(tags)]}, "source": "\#(step == 0 ? made : read)"}"#
    }
    return
      #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {}}, "cells": [\#(cells.joined(separator: ",\n"))]}"#
  }()

  private static let capabilities: JSONValue = [
    "textDocument": ["codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": []]]]],
    "experimental": [
      "kale": ["applyNotebookEdit": true, "notebookEditKinds": ["cellMetadata", "notebookMetadata"]]
    ],
  ]

  @Test func hintsOfManyNames() throws {
    let conversation = Conversation.running()
    conversation.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": "file:///n.ipynb", "languageId": "json", "version": 1, "text": .string(Self.text),
        ]
      ])
    let document: JSONValue = ["uri": "file:///n.ipynb"]
    let range: JSONValue = [
      "start": ["line": 0, "character": 0], "end": ["line": .integer(Self.steps), "character": 0],
    ]
    let answer = try conversation.request(
      "textDocument/inlayHint", ["textDocument": document, "range": range])?.get()
    guard case .array(let hints) = answer else {
      Issue.record("no hints")
      return
    }
    let labels = hints.map { hint -> Int in
      if case .array(let parts) = hint["label"] { parts.count } else { 0 }
    }
    #expect(hints.count >= Self.steps)
    // An arrow, the first fifty names with commas between, and how many more there are.
    #expect(labels.count { $0 == 2 * 50 + 1 } >= Self.steps)
    #expect(
      hints.contains { $0["label"]?.elements.last?["value"] == .string(" and \(Self.names - 50) more") })
    for method in ["documentSymbol", "codeLens", "foldingRange"] {
      #expect(throws: Never.self) {
        try conversation.request("textDocument/\(method)", ["textDocument": document], id: method.count)?
          .get()
      }
    }
  }

  /// Each fix holds the whole metadata of the notebook.
  @Test func fixesOfManyKeys() throws {
    let conversation = Conversation.running(Self.capabilities)
    let keys = (0..<3000).map { JSONMember(key: "unknown\($0)", value: 1) }
    let uri = "vscode-notebook-cell:/n.ipynb#1"
    conversation.notify(
      "notebookDocument/didOpen",
      [
        "notebookDocument": [
          "uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1,
          "metadata": ["kubeflow_notebook": .object(keys)],
          "cells": [["kind": 2, "document": .string(uri), "metadata": ["tags": ["step:a"]]]],
        ],
        "cellTextDocuments": [
          ["uri": .string(uri), "languageId": "python", "version": 1, "text": "x = 1"]
        ],
      ])
    let start: JSONValue = ["line": 0, "character": 0]
    let answer = try conversation.request(
      "textDocument/codeAction",
      [
        "textDocument": ["uri": .string(uri)], "range": ["start": start, "end": start],
        "context": ["diagnostics": []],
      ])?.get()
    guard case .array(let actions) = answer else {
      Issue.record("no actions")
      return
    }
    #expect((50..<200).contains(actions.count))
  }
}
