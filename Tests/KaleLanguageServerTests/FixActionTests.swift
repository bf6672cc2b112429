import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleWorkspace
import LanguageServerProtocol
import NotebookModel
import SourceText
import Testing

@testable import KaleLanguageServer

/// What becomes of a fix for a notebook document, by what its client can do.
@Suite struct FixActionTests {
  private func notebook() -> OpenNotebook {
    let cells = ["x = 'é'", "y = 2"].enumerated().map { index, text in
      SyncedNotebook.Cell(
        uri: "c\(index)", kind: .code, metadata: ["metadata": [:]], version: 3 + index, text: SourceText(text)
      )
    }
    let synced = SyncedNotebook(
      uri: "file:///n.ipynb", version: 7, metadata: ["metadata": ["kubeflow_notebook": ["a": 1]]],
      cells: cells)
    return OpenNotebook(
      uri: DocumentURI("file:///n.ipynb"), shape: .synced(synced), selection: FindingSelection(),
      library: NotebookLibrary())
  }

  private func action(_ edits: [NotebookEdit], _ kinds: Set<NotebookEditKind>) -> JSONValue? {
    var abilities = ClientAbilities()
    abilities.appliesVersionedEdits = true
    abilities.notebookEdits = kinds
    return FixAction(abilities: abilities).action(for: Fix("Fix", edits), kind: .quickFix, in: notebook())?
      .json
  }

  private static func range(_ start: Int, _ end: Int) -> JSONValue {
    [
      "start": ["line": 0, "character": .integer(start)], "end": ["line": 0, "character": .integer(end)],
    ]
  }

  private static let sourceEdits: [NotebookEdit] = [
    .replaceSource(cell: 1, range: 4..<5, with: "3"), .replaceSource(cell: 0, range: 7..<8, with: "!'"),
  ]

  @Test func editsOfCodeAreTextEditsForEveryClient() {
    let expected: JSONValue = [
      "documentChanges": [
        [
          "textDocument": ["uri": "c0", "version": 3],
          "edits": [["range": Self.range(6, 7), "newText": "!'"]],
        ],
        [
          "textDocument": ["uri": "c1", "version": 4],
          "edits": [["range": Self.range(4, 5), "newText": "3"]],
        ],
      ]
    ]
    #expect(action(Self.sourceEdits, [])?["edit"] == expected)
    #expect(action(Self.sourceEdits, Set(NotebookEditKind.allCases))?["edit"] == expected)
  }

  @Test func allElseIsOneRequestOfAllEdits() throws {
    let edits: [NotebookEdit] = [
      .replaceSource(cell: 1, range: 4..<5, with: "3"), .addTag(cell: 1, tag: "skip"),
      .insertCell(before: 1, source: "import os", tags: ["imports"]),
      .insertCell(before: 2, source: "z", tags: []), .setConfiguration(path: ["b"], to: 2),
    ]
    let offered = try #require(action(edits, Set(NotebookEditKind.allCases)))
    #expect(offered["edit"] == nil)
    guard case .array(let arguments) = offered["command"]?["arguments"] else { throw NoArguments() }
    let cell: (String, JSONValue) -> JSONValue = { text, metadata in
      ["kind": 2, "languageId": "python", "text": .string(text), "metadata": metadata]
    }
    #expect(
      arguments == [
        [
          "label": "Fix",
          "edit": [
            "notebookDocument": ["uri": "file:///n.ipynb", "version": 7],
            "edits": [
              ["kind": "cellText", "cell": "c1", "edits": [["range": Self.range(4, 5), "newText": "3"]]],
              ["kind": "cellMetadata", "cell": "c1", "metadata": ["metadata": ["tags": ["skip"]]]],
              [
                "kind": "insertCells", "before": "c1",
                "cells": [cell("import os", ["metadata": ["tags": ["imports"]]])],
              ],
              ["kind": "insertCells", "before": nil, "cells": [cell("z", [:])]],
              [
                "kind": "notebookMetadata",
                "metadata": ["metadata": ["kubeflow_notebook": ["a": 1, "b": 2]]],
              ],
            ],
          ],
        ]
      ])
  }

  private struct NoArguments: Error {}

  @Test(arguments: [
    (NotebookEdit.addTag(cell: 0, tag: "skip"), NotebookEditKind.cellMetadata),
    (.insertCell(before: 0, source: "", tags: []), .insertCells),
    (.removeConfiguration(path: ["a"]), .notebookMetadata),
  ])
  func aFixIsOfferedWhereTheClientCanMakeAllOfIt(edit: NotebookEdit, kind: NotebookEditKind) {
    #expect(action([edit], [kind]) != nil)
    #expect(action([edit], Set(NotebookEditKind.allCases).subtracting([kind])) == nil)
    let withCode = [edit] + Self.sourceEdits
    #expect(action(withCode, [kind, .cellText]) != nil)
    #expect(action(withCode, [kind]) == nil)
  }

  @Test(
    arguments: [
      (["applyNotebookEdit": true], [.cellMetadata]), (["applyNotebookEdit": false], []), (nil, []),
      (["applyNotebookEdit": true, "notebookEditKinds": ["insertCells", "new", 3]], [.insertCells]),
      (["notebookEditKinds": ["insertCells"]], []),
    ] as [(JSONValue?, Set<NotebookEditKind>)])
  func clientsSayWhatTheyCanChange(announced: JSONValue?, kinds: Set<NotebookEditKind>) {
    #expect(NotebookEditKind.announced(in: announced) == kinds)
  }
}
