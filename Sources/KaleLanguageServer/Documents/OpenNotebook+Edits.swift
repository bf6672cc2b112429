import KaleAnalysis
import LanguageServerProtocol
import NotebookModel
import SourceText

/// A change of a notebook, in terms of its shape.
enum NotebookChange {
  /// Edits of documents alone, which LSP has.
  case documents([DocumentChange])
  /// Edits of a notebook document that LSP has no words for, and perhaps others.
  case notebook(SyncedNotebook, [SyncedEdit])

  /// The edits of one document in one of its states.
  struct DocumentChange {
    let uri: DocumentURI
    let version: Int
    let edits: [TextEdit]
  }
}

extension OpenNotebook {
  /// The version of the text of a notebook that is a single text; nil for a notebook document.
  var textVersion: Int? {
    switch shape {
    case .file(_, let version): version
    case .synced: nil
    }
  }

  /// The notebook document; nil for a notebook that is a single text.
  var notebookDocument: SyncedNotebook? {
    switch shape {
    case .file: nil
    case .synced(let notebook): notebook
    }
  }

  /// Returns the edits as a change of the notebook's documents; nil where they change nothing, or cannot be made in a text
  /// that is too broken.
  func change(for edits: [NotebookEdit], _ columns: ColumnEncoding) -> NotebookChange? {
    switch shape {
    case .file(let document, let version):
      let edits = document.sourceEdits(for: edits).map { TextEdit($0, in: document.text, columns) }
      guard !edits.isEmpty else { return nil }
      return .documents([NotebookChange.DocumentChange(uri: uri, version: version, edits: edits)])
    case .synced(let notebook):
      let edits = notebook.editorEdits(for: edits)
      guard !edits.isEmpty else { return nil }
      let changes = edits.compactMap { Self.documentChange($0, in: notebook, columns) }
      return changes.count == edits.count ? .documents(changes) : .notebook(notebook, edits)
    }
  }

  private static func documentChange(
    _ edit: SyncedEdit, in notebook: SyncedNotebook, _ columns: ColumnEncoding
  ) -> NotebookChange.DocumentChange? {
    guard case .cellText(let index, let edits) = edit else { return nil }
    let cell = notebook.cells[index]
    return NotebookChange.DocumentChange(
      uri: DocumentURI(cell.uri), version: cell.version,
      edits: edits.map { TextEdit($0, in: cell.text, columns) })
  }

  /// Returns which edits can be made, where the client can make some kinds in a notebook document.
  func editFilter(_ kinds: Set<NotebookEditKind>) -> (NotebookEdit) -> Bool {
    switch shape {
    case .file(let document, _):
      let isEditable = document.isEditable
      return { _ in isEditable }
    case .synced:
      // Every client can edit texts, but not along with what it has no request for.
      let kinds = kinds.isEmpty ? [.cellText] : kinds
      return { kinds.contains($0.kind) }
    }
  }
}
