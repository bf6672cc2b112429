import JSONSyntax
import KaleWorkspace
import NotebookModel

/// What a notebook is read as, whatever shape its file has, as `kale-lsp cells` prints it.
package struct CellsReport {
  private let file: NotebookFile

  /// Creates the report on a file.
  package init(_ file: NotebookFile) { self.file = file }

  /// The report as one line of JSON, without its line break.
  package var line: String { String(decoding: json.serialized(), as: UTF8.self) }

  private var json: JSONValue {
    let notebook = file.document.notebook
    return [
      "path": .string(file.path), "configuration": notebook.kaleMetadata ?? .null,
      "cells": .array(notebook.cells.map(json)),
      "problems": .array(notebook.problems.map { .string($0.message) }),
    ]
  }

  private func json(of cell: NotebookCell) -> JSONValue {
    let kind =
      switch cell.kind {
      case .code: "code"
      case .markdown: "markdown"
      case .raw: "raw"
      }
    let tags = cell.tags.map { tag in
      switch tag {
      case .text(let text): JSONValue.string(text)
      case .other(let value): value
      }
    }
    return [
      "kind": .string(kind), "source": .string(cell.source.string), "tags": .array(tags),
      "notebookPath": cell.notebookPath.map(JSONValue.string) ?? .null,
    ]
  }
}
