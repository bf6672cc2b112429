import JSONSyntax
import KaleTestSupport
import NotebookModel
import SourceText

/// A notebook as an editor holds it: what the server has to know of it at the end of all edits.
enum EditorDocument {
  /// The text of a file.
  struct Text {
    let uri: String
    let languageID: String
    var version: Int
    var text: String
  }

  /// A notebook document.
  struct Cells {
    struct Cell {
      let uri: String
      var cell: NotebookCell
      var version: Int

      /// The cell as the protocol describes it, without its text.
      var json: JSONValue {
        var metadata = [
          JSONMember(key: "tags", value: .array(cell.tags.compactMap { $0.text.map(JSONValue.string) }))
        ]
        if let path = cell.notebookPath {
          metadata.append(JSONMember(key: "notebook_path", value: .string(path)))
        }
        return [
          "kind": cell.kind == .markdown ? 1 : 2, "document": .string(uri),
          "metadata": ["metadata": .object(metadata)],
        ]
      }

      /// The cell's text as the protocol describes it.
      var item: JSONValue {
        let language = cell.kind == .code ? "python" : cell.kind == .raw ? "raw" : "markdown"
        return [
          "uri": .string(uri), "languageId": .string(language), "version": .integer(version),
          "text": .string(cell.source.string),
        ]
      }
    }

    let uri: String
    var version: Int
    var metadata: JSONValue
    var cells: CellArray<Cell>
  }

  case text(Text)
  case cells(Cells)

  /// Opens the document in a session, as it is now.
  func open(in conversation: Conversation) {
    switch self {
    case .text(let text):
      conversation.notify(
        "textDocument/didOpen",
        [
          "textDocument": [
            "uri": .string(text.uri), "languageId": .string(text.languageID),
            "version": .integer(text.version),
            "text": .string(text.text),
          ]
        ])
    case .cells(let cells):
      conversation.notify(
        "notebookDocument/didOpen",
        [
          "notebookDocument": [
            "uri": .string(cells.uri), "notebookType": "jupyter-notebook", "version": .integer(cells.version),
            "metadata": cells.metadata, "cells": .array(cells.cells.map(\.json)),
          ],
          "cellTextDocuments": .array(cells.cells.map(\.item)),
        ])
    }
  }

  /// Closes the document in a session.
  func close(in conversation: Conversation) {
    switch self {
    case .text(let text):
      conversation.notify("textDocument/didClose", ["textDocument": ["uri": .string(text.uri)]])
    case .cells(let cells):
      conversation.notify(
        "notebookDocument/didClose",
        [
          "notebookDocument": ["uri": .string(cells.uri)],
          "cellTextDocuments": .array(cells.cells.map { ["uri": .string($0.uri)] }),
        ])
    }
  }

  /// The URI of the notebook.
  var uri: String {
    switch self {
    case .text(let text): text.uri
    case .cells(let cells): cells.uri
    }
  }

  /// The version of the text or of the notebook.
  var version: Int {
    switch self {
    case .text(let text): text.version
    case .cells(let cells): cells.version
    }
  }

  /// The documents with their texts.
  var texts: [(uri: String, text: String)] {
    switch self {
    case .text(let text): [(text.uri, text.text)]
    case .cells(let cells): cells.cells.map { ($0.uri, $0.cell.source.string) }
    }
  }
}

extension NotebookAuthor {
  /// Returns the changes of a text that make it another: the whole new text, or a few changes of parts, some of which the next
  /// takes back.
  mutating func changes(from old: String, to new: String, _ columns: ColumnEncoding) -> [JSONValue] {
    guard below(4) > 0 else { return [["text": .string(new)]] }
    let (before, after) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    let start = zip(before, after).prefix { $0 == $1 }.count
    let rest = min(before.count, after.count) - start
    let end = zip(before.reversed(), after.reversed()).prefix(rest).prefix { $0 == $1 }.count
    var changes: [JSONValue] = []
    var text = old
    func replace(_ range: Range<Int>, with replacement: [Unicode.Scalar]) {
      let scalars = Array(text.unicodeScalars)
      let replaced = Self.string(replacement)
      changes.append([
        "range": [
          "start": Self.position(range.lowerBound, scalars, columns),
          "end": Self.position(range.upperBound, scalars, columns),
        ],
        "text": .string(replaced),
      ])
      text = Self.string(scalars[..<range.lowerBound] + replacement + scalars[range.upperBound...])
    }
    if below(4) == 0 {
      let place = below(before.count + 1)
      let noise = Array(pick(["é😀", "\n", "\"", "(", "# %%\n"]).unicodeScalars)
      replace(place..<place, with: noise)
      replace(place..<place + noise.count, with: [])
    }
    replace(start..<before.count - end, with: Array(after[start..<after.count - end]))
    return changes
  }

  /// Returns a text with one random part replaced, which may leave it broken.
  mutating func damaged(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let start = below(scalars.count + 1)
    let end = min(scalars.count, start + pick([0, 0, 1, 2, 8]))
    let new = pick([
      "", "\"", "\n", "]", "}", "# %%\n", "é😀", "`", "tags=", "x = n1\n", "'''", "(", "\\", "```", "---\n",
      "\t",
    ])
    return Self.string(scalars[..<start] + Array(new.unicodeScalars) + scalars[end...])
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func position(_ index: Int, _ scalars: [Unicode.Scalar], _ columns: ColumnEncoding)
    -> JSONValue
  {
    let line = scalars[..<index].count { $0 == "\n" }
    let start = scalars[..<index].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let part = string(scalars[start..<index])
    return [
      "line": .integer(line), "character": .integer(columns == .utf8 ? part.utf8.count : part.utf16.count),
    ]
  }
}
