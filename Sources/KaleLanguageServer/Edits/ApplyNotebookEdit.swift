import JSONSyntax
import LanguageServerProtocol
import NotebookModel
import SourceText

/// What a client that announces `kale/applyNotebookEdit` may be able to change of a notebook document.
enum NotebookEditKind: String, CaseIterable {
  case cellMetadata, cellText, insertCells, notebookMetadata

  /// The kinds that a client announces in `capabilities.experimental.kale`: those it names; cell metadata alone where it
  /// names none, as in the first version of the request.
  static func announced(in capabilities: JSONValue?) -> Set<NotebookEditKind> {
    guard capabilities?["applyNotebookEdit"] == .bool(true) else { return [] }
    guard case .array(let names) = capabilities?["notebookEditKinds"] else { return [.cellMetadata] }
    return Set(
      names.compactMap { name in
        if case .string(let name) = name { NotebookEditKind(rawValue: name) } else { nil }
      })
  }
}

extension SyncedEdit {
  var kind: NotebookEditKind {
    switch self {
    case .cellText: .cellText
    case .cellMetadata: .cellMetadata
    case .insertCells: .insertCells
    case .notebookMetadata: .notebookMetadata
    }
  }
}

/// `kale/applyNotebookEdit`, a request to the client: LSP has no edit of a notebook but of its cells' texts.
///
/// The client applies the edits if the notebook still has this version, and answers `{applied, failureReason?}`.
struct ApplyNotebookEditParams: JSONDecodable, JSONEncodable {
  /// What the client may call the edit when it undoes it.
  let label: String
  let notebookURI: DocumentURI
  /// The version of the notebook that the edits were made for.
  let version: Int
  private let edits: [JSONValue]

  init(label: String, notebook: SyncedNotebook, edits: [SyncedEdit], _ columns: ColumnEncoding) {
    self.label = label
    notebookURI = DocumentURI(notebook.uri)
    version = notebook.version
    self.edits = edits.map { Self.json(of: $0, in: notebook, columns) }
  }

  /// Reads what a code action carries as the argument of its command.
  init(json: JSONNode) throws(JSONDecodingError) {
    let edit: WorkspaceNotebookEdit = try json.required("edit")
    label = try json.required("label")
    notebookURI = edit.notebook.uri
    version = edit.notebook.version
    edits = edit.edits
  }

  private struct WorkspaceNotebookEdit: JSONDecodable {
    let notebook: VersionedTextDocumentIdentifier
    let edits: [JSONValue]

    init(json: JSONNode) throws(JSONDecodingError) {
      notebook = try json.required("notebookDocument")
      edits = try json.required("edits")
    }
  }

  var json: JSONValue {
    [
      "label": .string(label),
      "edit": [
        "notebookDocument": ["uri": notebookURI.json, "version": .integer(version)], "edits": edits.json,
      ],
    ]
  }

  private static func json(
    of edit: SyncedEdit, in notebook: SyncedNotebook, _ columns: ColumnEncoding
  ) -> JSONValue {
    let kind = JSONValue.string(edit.kind.rawValue)
    switch edit {
    case .cellText(let cell, let edits):
      let text = edits.map { TextEdit($0, in: notebook.cells[cell].text, columns) }
      return ["kind": kind, "cell": .string(notebook.cells[cell].uri), "edits": text.json]
    case .cellMetadata(let cell, let metadata):
      return ["kind": kind, "cell": .string(notebook.cells[cell].uri), "metadata": metadata]
    case .insertCells(let index, let cells):
      // By name: an index would hit another cell where the editor shows cells that it did not send.
      let next = notebook.cells.indices.contains(index) ? JSONValue.string(notebook.cells[index].uri) : .null
      let new = cells.map { cell -> JSONValue in
        [
          "kind": .integer(NotebookCellKind.code.rawValue), "languageId": "python",
          "text": .string(cell.text),
          "metadata": cell.metadata,
        ]
      }
      return ["kind": kind, "before": next, "cells": .array(new)]
    case .notebookMetadata(let metadata):
      return ["kind": kind, "metadata": metadata]
    }
  }
}

extension TextEdit {
  /// A replacement of bytes, as the protocol counts them.
  init(_ edit: SourceEdit, in text: SourceText, _ columns: ColumnEncoding) {
    self.init(range: text.positionRange(of: edit.range, columns), newText: edit.replacement)
  }
}
