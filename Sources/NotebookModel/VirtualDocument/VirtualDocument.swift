import SourceText

/// A notebook in the shape of jupyterlab-lsp's virtual document: the text of its code cells, joined by two blank lines, with
/// magics rewritten. Tags and configuration are not in it; they are those of the notebook's file, whose cells are found
/// again in the text.
package struct VirtualDocument: NotebookText {
  /// The content of the virtual document. Offsets and ranges of the document count its bytes.
  package let text: SourceText
  /// The notebook with the code of the text, and with tags and configuration of the notebook's file.
  package let notebook: Notebook
  private let file: Notebook
  private let cells: CellArray<VirtualCell>

  /// A text, and the notebook as it was saved last.
  package init(_ text: SourceText, alignedWith file: Notebook) {
    self.text = text
    self.file = file
    let saved = file.cells.indices.filter { file.cells[$0].kind == .code }
    let rendered = saved.map { JupyterLabMagics.rendering(Array(file.cells[$0].source.utf8)) }
    let split = VirtualBlocks.split(text.utf8, known: rendered)
    let origins = CellAlignment.align(split.map { text.utf8[$0] }, with: rendered.map { $0[...] })
    let blocks = VirtualBlocks.joined(Array(zip(split, origins)), of: text.utf8, known: rendered)
    let cells = blocks.map { block, origin in
      let isSame = origin.map { text.utf8[block].elementsEqual(rendered[$0]) } ?? false
      let cell = origin.map { file.cells[saved[$0]] }
      let source = JupyterLabMagics.source(of: text.utf8[block])
      // Where nothing was edited, the file knows best what was rewritten.
      let bytes = isSame ? cell?.source : nil
      return VirtualCell(
        range: block, map: source,
        cell: NotebookCell(
          kind: .code, source: bytes ?? SourceText(utf8: source.bytes), tags: cell?.tags.values ?? [],
          notebookPath: cell?.notebookPath, language: cell?.language))
    }
    self.cells = CellArray(cells)
    notebook = Notebook(
      cells: cells.map(\.cell), kaleMetadata: file.kaleMetadata, kaleLSPMetadata: file.kaleLSPMetadata,
      foreignLanguage: file.foreignLanguage)
  }

  // Tags are not in the text, and what is would have to be rewritten.
  package var isEditable: Bool { false }

  package func sourceEdits(for edits: [NotebookEdit]) -> [SourceEdit] { [] }

  package func replacing(_ text: SourceText) -> any NotebookText { VirtualDocument(text, alignedWith: file) }

  // MARK: - Places

  package func fileRange(of place: NotebookPlace) -> Range<Int> {
    switch place {
    case .source(let index, let range):
      guard let cell = cells[checked: index] else { return 0..<0 }
      return cell.map.textRange(of: range) ?? firstLine(of: cell)
    case .cell(let index), .tag(let index, _): return cells[checked: index].map(firstLine) ?? 0..<0
    case .metadata, .metadataKey, .file, .notebook: return cells.first.map(firstLine) ?? 0..<0
    }
  }

  private func firstLine(of cell: VirtualCell) -> Range<Int> {
    let end = text.utf8[cell.range].firstIndex(of: UInt8(ascii: "\n")) ?? cell.range.upperBound
    return cell.range.lowerBound..<end
  }

  package func place(at offset: Int) -> NotebookPlace? {
    guard let index = lastCell(startingBy: offset), offset <= cells[index].range.upperBound else {
      return nil
    }
    guard let place = cells[index].map.sourceOffset(of: offset) else { return .cell(index) }
    return .source(cell: index, range: place..<place)
  }

  package func fileRange(ofCell index: CellIndex) -> Range<Int>? { cells[checked: index]?.range }

  package func fileRange(ofNotebookPathIn cell: CellIndex) -> Range<Int>? { nil }

  package func lastCell(startingBy offset: Int) -> CellIndex? {
    cells.map(\.range.lowerBound).lastIndex(notAfter: offset).map { CellIndex($0) }
  }

  package func typedTag(at offset: Int) -> TypedTag? { nil }

  package func fileRange(ofTag index: TagIndex, in cell: CellIndex, part: Range<Int>) -> Range<Int>? { nil }

  package func cells(in range: Range<Int>) -> [CellIndex] {
    cells.indices.filter { index in
      let cell = cells[index].range
      return cell.lowerBound <= range.upperBound && range.lowerBound <= cell.upperBound
    }
  }
}

/// A cell in the text.
private struct VirtualCell: Sendable {
  /// Its bytes in the text.
  var range: Range<Int>
  /// Where each byte of its source stands.
  var map: CellSource
  var cell: NotebookCell
}
