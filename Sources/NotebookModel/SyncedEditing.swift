import JSONSyntax

/// An edit in terms of a notebook document: what its editor has to do. Indices count in the notebook before any edit.
package enum SyncedEdit: Sendable, Hashable {
  /// Edits of a cell's text document, in order, not overlapping.
  case cellText(cell: CellIndex, [SourceEdit])
  /// The whole new metadata of a cell, as the editor keeps it.
  case cellMetadata(cell: CellIndex, JSONValue)
  /// New code cells before a cell; the count of cells stands for the end.
  case insertCells(before: CellIndex, [NewCell])
  /// The notebook's whole new metadata, as the editor keeps it.
  case notebookMetadata(JSONValue)

  /// A code cell to be, its metadata as the editor keeps it.
  package struct NewCell: Sendable, Hashable {
    /// The code of the cell.
    package let text: String
    /// The cell's metadata, wrapped as the editor wraps that of other cells.
    package let metadata: JSONValue

    /// Creates a cell with metadata in the editor's form.
    package init(text: String, metadata: JSONValue) {
      self.text = text
      self.metadata = metadata
    }
  }
}

extension SyncedNotebook {
  /// What the editor has to do to make the edits.
  package func editorEdits(for edits: [NotebookEdit]) -> [SyncedEdit] {
    let changes = NotebookChanges(edits)
    var result: [SyncedEdit] = []
    for index in changes.changedCells where cells.indices.contains(index) {
      let text = changes.sourceEdits(of: index, in: cells[index].text)
      if !text.isEmpty { result.append(.cellText(cell: index, text)) }
      guard let tags = changes.tags[index] else { continue }
      result.append(.cellMetadata(cell: index, metadata(ofCell: index, after: tags)))
    }
    for (index, new) in changes.insertions.sorted(by: { $0.key < $1.key })
    where (cells.startIndex...cells.endIndex).contains(index) {
      result.append(.insertCells(before: index, new.map(newCell)))
    }
    if let metadata = metadata(after: changes) { result.append(.notebookMetadata(metadata)) }
    return result
  }

  /// The notebook's new metadata; nil if it stays what it is.
  private func metadata(after changes: NotebookChanges) -> JSONValue? {
    let parts = [
      ("kubeflow_notebook", changes.configuration, notebook.kaleMetadata),
      ("kale_lsp", changes.settings, notebook.kaleLSPMetadata),
    ].filter { !$0.1.isEmpty }
    guard !parts.isEmpty else { return nil }
    return parts.reduce(metadata) { metadata, part in
      let wrapping = MetadataWrapping.containing(part.0, in: metadata) ?? usualWrapping(of: metadata)
      return wrapping.setting(part.0, to: part.1.applied(to: part.2), in: metadata)
    }
  }

  private func metadata(ofCell index: CellIndex, after edits: [NotebookEdit]) -> JSONValue {
    let old = notebook.cells[index].tags
    let tags = TagListChanges(edits, among: old.indices).tags(from: old).map { tag in
      switch tag {
      case .text(let text): JSONValue.string(text)
      case .other(let value): value
      }
    }
    let metadata = cells[index].metadata
    let wrapping = MetadataWrapping.containing("tags", in: metadata) ?? usualWrapping(of: metadata)
    return wrapping.setting("tags", to: .array(tags), in: metadata)
  }

  private func newCell(_ cell: NotebookChanges.NewCell) -> SyncedEdit.NewCell {
    let tags = JSONValue.array(cell.tags.map(JSONValue.string))
    let metadata = cell.tags.isEmpty ? [:] : usualWrapping(of: [:]).setting("tags", to: tags, in: [:])
    return SyncedEdit.NewCell(text: cell.source, metadata: metadata)
  }

  /// How metadata is wrapped; what does not show it itself is taken to be like the rest of the notebook.
  private func usualWrapping(of metadata: JSONValue) -> MetadataWrapping {
    MetadataWrapping.evident(in: metadata) ?? MetadataWrapping.evident(in: self.metadata)
      ?? cells.lazy.compactMap { MetadataWrapping.evident(in: $0.metadata) }.first ?? .none
  }
}
