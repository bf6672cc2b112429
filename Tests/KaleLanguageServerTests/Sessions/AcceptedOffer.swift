import JSONSyntax
import KaleTestSupport
import NotebookModel
import SourceText

extension EditedWorkspace {
  /// Makes one of the edits that the server offers for a document, as an editor does when somebody chooses it.
  func acceptOffer() {
    guard let (uri, text) = document.texts.isEmpty ? nil : author.pick(document.texts) else { return }
    let end = text.position(ofByte: text.utf8.count, columns)
    let range: JSONValue = [
      "start": ["line": 0, "character": 0],
      "end": ["line": .integer(end.line), "character": .integer(end.character)],
    ]
    let offers = session.codeActions(uri, range).filter {
      $0["edit"] != nil || $0["command"]?["command"] == "kale.applyNotebookEdit"
    }
    guard !offers.isEmpty else { return }
    let offer = author.pick(offers)
    tell("chose \(offer["title"]?.asString ?? "")")
    if let edit = offer["edit"] { return apply(edit) }
    session.execute(offer["command"] ?? .null) { applyNotebookEdit($0["edit"]?["edits"]?.elements ?? []) }
  }

  /// Makes a workspace edit.
  private func apply(_ edit: JSONValue) {
    var cellTexts: [(index: CellIndex, text: String)] = []
    for change in edit["documentChanges"]?.elements ?? [] {
      let edits = change["edits"]?.elements ?? []
      switch document {
      case .text(var text):
        self.change(&text, to: text.text.applying(edits, columns))
        document = .text(text)
      case .cells(let cells):
        guard let index = cells.cells.firstIndex(where: { .string($0.uri) == change["textDocument"]?["uri"] })
        else { continue }
        cellTexts.append((index, cells.cells[index].cell.source.string.applying(edits, columns)))
      }
    }
    if !cellTexts.isEmpty { changeTexts(cellTexts) }
  }

  /// Makes the edits of `kale/applyNotebookEdit`, all of which are about the notebook as it is: what adds cells comes last.
  private func applyNotebookEdit(_ edits: [JSONValue]) {
    guard case .cells(let before) = document else { return }
    func index(_ uri: JSONValue?) -> CellIndex? { before.cells.firstIndex { .string($0.uri) == uri } }
    let texts = edits.compactMap { edit -> (index: CellIndex, text: String)? in
      guard edit["kind"] == "cellText", let cell = index(edit["cell"]) else { return nil }
      let source = before.cells[cell].cell.source.string
      return (cell, source.applying(edit["edits"]?.elements ?? [], columns))
    }
    if !texts.isEmpty { changeTexts(texts) }
    let tags = edits.compactMap { edit -> (index: CellIndex, tags: [String])? in
      guard edit["kind"] == "cellMetadata", let cell = index(edit["cell"]) else { return nil }
      return (cell, (edit["metadata"]?["metadata"]?["tags"]?.elements ?? []).compactMap(\.asString))
    }
    if !tags.isEmpty { retagCells(tags) }
    let insertions = edits.filter { $0["kind"] == "insertCells" }.map { edit in
      (index: index(edit["before"]) ?? before.cells.endIndex, cells: edit["cells"]?.elements ?? [])
    }
    for (index, cells) in insertions.sorted(by: { $0.index > $1.index }) {
      splice(at: index, removing: 0, inserting: cells.map(Self.cell))
    }
    for edit in edits where edit["kind"] == "notebookMetadata" { changeMetadata(to: edit["metadata"]) }
  }

  private static func cell(_ json: JSONValue) -> NotebookCell {
    let tags = json["metadata"]?["metadata"]?["tags"]?.elements ?? []
    return NotebookCell(
      kind: .code, source: SourceText(json["text"]?.asString ?? ""),
      tags: tags.compactMap { $0.asString.map(NotebookTag.text) })
  }

  /// Gives several cells other tags at once.
  private func retagCells(_ tags: [(index: CellIndex, tags: [String])]) {
    guard case .cells(var cells) = document else { return }
    for (index, tags) in tags {
      let old = notebook.cells[index]
      let cell = NotebookCell(
        kind: old.kind, source: old.source, tags: tags.map(NotebookTag.text), notebookPath: old.notebookPath)
      changeCells { $0[index] = cell }
      cells.cells[index].cell = cell
    }
    document = .cells(cells)
    send(["cells": ["data": .array(tags.map { cells.cells[$0.index].json })]])
  }

  private func changeMetadata(to metadata: JSONValue?) {
    guard case .cells(var cells) = document, let metadata else { return }
    notebook = notebook.with(
      kaleMetadata: metadata["metadata"]?["kubeflow_notebook"],
      kaleLSPMetadata: metadata["metadata"]?["kale_lsp"])
    cells.metadata = metadata
    document = .cells(cells)
    send(["metadata": metadata])
  }
}
