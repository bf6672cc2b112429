import LanguageServerProtocol
import NotebookModel
import SourceText

/// Where the cells of a notebook stand in its documents.
extension OpenNotebook {
  /// The document that holds a cell, and the place of the whole cell in there; nil for a cell that the notebook has not.
  func location(ofCell cell: CellIndex, _ columns: ColumnEncoding) -> Location? {
    switch shape {
    case .file(let file, _):
      guard let range = file.fileRange(ofCell: cell) else { return nil }
      return Location(uri: uri, range: file.text.positionRange(of: range, columns))
    case .synced(let notebook):
      guard notebook.cells.indices.contains(cell) else { return nil }
      let text = notebook.cells[cell].text
      return Location(
        uri: DocumentURI(notebook.cells[cell].uri),
        range: text.positionRange(of: 0..<text.utf8.count, columns))
    }
  }

  /// The cell whose own document this is; nil for a document that holds all of the notebook.
  func cell(of document: DocumentURI) -> CellIndex? {
    switch shape {
    case .file: nil
    case .synced(let notebook): notebook.index(of: document.description)
    }
  }

  /// Whether a document of the notebook holds a cell.
  func holds(_ cell: CellIndex, in document: DocumentURI) -> Bool {
    self.cell(of: document).map { $0 == cell } ?? true
  }

  /// Where the text says which notebook a `notebook:` cell stands for; nil where that is not in the text.
  func location(ofNotebookPathIn cell: CellIndex, _ columns: ColumnEncoding) -> Location? {
    switch shape {
    case .file(let file, _):
      file.fileRange(ofNotebookPathIn: cell).map { range in
        Location(uri: uri, range: file.text.positionRange(of: range, columns))
      }
    case .synced: nil
    }
  }

  /// The cell at a position of one of the notebook's documents, or the last one before it; nil if there is none.
  ///
  /// - Throws: where the document has no such line.
  func lastCell(in document: DocumentURI, by position: Position, _ columns: ColumnEncoding) throws
    -> CellIndex?
  {
    switch shape {
    case .file(let file, _): file.lastCell(startingBy: try file.text.offset(of: position, columns))
    case .synced: cell(of: document)
    }
  }
}
