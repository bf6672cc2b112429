import JSONSyntax
import LanguageServerProtocol
import NotebookModel
import SourceText

extension Session {
  /// Takes cells away and puts others in their place. A cell that moves is taken away and put in again under its old
  /// URI and without its text, so texts of cells that are gone are kept until the change is over.
  func changeStructure(
    _ structure: NotebookDocumentCellChangeStructure, of notebook: inout SyncedNotebook
  ) {
    let texts = CellTexts(structure.didOpen ?? [], known: notebook.cells)
    let array = structure.array
    let start = min(array.start, notebook.cells.count)
    // No sum here: a client may count beyond all bounds.
    let end = start + min(array.deleteCount, notebook.cells.count - start)
    if array.start > notebook.cells.count || array.deleteCount > notebook.cells.count - start {
      log(.error, "Received a change to \(notebook.uri) outside its \(notebook.cells.count) cells.")
    }
    notebook.replaceCells(
      CellIndex(start)..<CellIndex(end), with: (array.cells ?? []).map { syncedCell($0, texts) })
  }

  func changeData(_ cells: [LanguageServerProtocol.NotebookCell], of notebook: inout SyncedNotebook) {
    var changed: [(index: CellIndex, kind: NotebookModel.NotebookCell.Kind, metadata: JSONValue)] = []
    for cell in cells {
      guard let index = notebook.index(of: cell.document.description) else {
        log(
          .error, "Ignored a change to the metadata of \(cell.document): it is not a cell of \(notebook.uri)."
        )
        continue
      }
      let isRaw = notebook.cells[index].kind == .raw
      changed.append((index, Self.kind(of: cell, isRaw: isRaw), cell.metadata ?? [:]))
    }
    notebook.updateCells(changed)
  }

  func changeText(_ content: NotebookDocumentCellContentChanges, of notebook: inout SyncedNotebook) {
    let uri = content.document.uri
    guard let index = notebook.index(of: uri.description) else {
      log(.error, "Ignored a change to the text of \(uri): it is not a cell of \(notebook.uri).")
      return
    }
    let text = applying(content.changes, to: notebook.cells[index].text, of: uri)
    notebook.updateText(at: index, version: content.document.version, text: text)
  }

  func syncedCell(_ cell: LanguageServerProtocol.NotebookCell, _ texts: CellTexts)
    -> SyncedNotebook.Cell
  {
    let (version, text, isRaw) = texts[cell.document.description]
    return SyncedNotebook.Cell(
      uri: cell.document.description, kind: Self.kind(of: cell, isRaw: isRaw), metadata: cell.metadata ?? [:],
      version: version, text: text)
  }

  /// The protocol knows no raw cells: a client sends them as code in the language `raw`.
  private static func kind(
    of cell: LanguageServerProtocol.NotebookCell, isRaw: Bool
  ) -> NotebookModel.NotebookCell.Kind {
    if isRaw, cell.kind == .code { return .raw }
    return cell.kind == .code ? .code : .markdown
  }
}

/// The texts of cells, by their URIs.
struct CellTexts {
  typealias Item = (version: Int, text: SourceText, isRaw: Bool)

  private var texts: [String: Item] = [:]

  init(_ items: [TextDocumentItem], known: ChunkedCellArray<SyncedNotebook.Cell> = []) {
    for cell in known { texts[cell.uri] = (cell.version, cell.text, cell.kind == .raw) }
    for item in items {
      texts[item.uri.description] = (item.version, SourceText(item.text), item.languageId == "raw")
    }
  }

  /// The text of a cell; empty where the client sent none.
  subscript(uri: String) -> Item { texts[uri] ?? (0, SourceText(""), false) }
}
