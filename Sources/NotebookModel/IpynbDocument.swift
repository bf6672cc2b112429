import JSONSyntax
import SourceText

/// A notebook in the shape of an `.ipynb` file's text: the notebook, and where each part of it stands.
package struct IpynbDocument: Sendable {
  /// The file's content. Offsets and ranges of the document count its bytes.
  package let text: SourceText
  /// The notebook that the text describes.
  package let notebook: Notebook
  let cellNodes: CellArray<IpynbCellNode>
  let metadataNode: JSONNode?
  let cellListNode: JSONNode?
  let root: JSONNode?

  /// Reads any text; what is wrong with it is among the notebook's problems.
  package init(_ text: SourceText) {
    self.text = text
    let tree = JSONTree(parsing: text.utf8, dialect: .python)
    let reader = IpynbReader(tree)
    root = tree.root
    cellNodes = CellArray(reader.cellNodes)
    metadataNode = reader.metadataNode
    cellListNode = reader.cellListNode
    let metadata = reader.metadataNode
    notebook = Notebook(
      cells: reader.cells, kaleMetadata: reader.metadataNode?["kubeflow_notebook"]?.value,
      kaleLSPMetadata: reader.metadataNode?["kale_lsp"]?.value,
      foreignLanguage: CodeLanguage.foreign(
        kernel: metadata?["kernelspec"]?["language"]?.string,
        info: metadata?["language_info"]?["name"]?.string, name: metadata?["kernelspec"]?["name"]?.string),
      problems: reader.problems)
  }

  /// Whether a text is to be read as an `.ipynb` file: its content decides, not its name.
  package static func recognises(_ text: SourceText) -> Bool {
    text.utf8.first { !" \t\r\n\u{FEFF}".utf8.contains($0) } == UInt8(ascii: "{")
  }

  /// Whether the text holds a list of cells, as no other kind of JSON file does.
  package var hasCells: Bool { root?["cells"]?.kind == .array && root?["nbformat"] != nil }

  /// The bytes of the file that show a place.
  package func fileRange(of place: NotebookPlace) -> Range<Int> {
    switch place {
    case .tag(let cell, let index):
      guard let node = cellNodes[checked: cell] else { return 0..<0 }
      return node.tags[checked: index]?.range ?? firstLine(ofCell: cell)
    case .source(let cell, let range): return fileRange(ofSource: range, in: cell)
    case .cell(let cell): return firstLine(ofCell: cell)
    case .metadata(let path): return fileRange(ofMetadata: path, isKey: false)
    case .metadataKey(let path): return fileRange(ofMetadata: path, isKey: true)
    case .file(let range): return range
    case .notebook:
      let start = root?.range.lowerBound ?? 0
      return start..<min(start + 1, text.utf8.count)
    }
  }

  /// The part of the notebook at a byte of the file; nil outside cells, and in parts of a cell's JSON that are
  /// neither tags nor source.
  package func place(at offset: Int) -> NotebookPlace? {
    guard let cell = cellNodes.firstIndex(where: { $0.cell.range.contains(offset) }) else { return nil }
    let node = cellNodes[cell]
    if let index = node.tags.firstIndex(where: { $0.range.contains(offset) || $0.range.upperBound == offset })
    {
      return .tag(cell: cell, index: index)
    }
    for (source, start) in zip(node.sources, node.sourceStarts)
    where source.range.contains(offset) || source.range.upperBound == offset {
      guard let map = source.stringMap else { continue }
      let place = start + map.decodedOffset(ofText: offset)
      return .source(cell: cell, range: place..<place)
    }
    return .cell(cell)
  }

  /// The cells that a range of the file touches.
  package func cells(in range: Range<Int>) -> [CellIndex] {
    cellNodes.indices.filter { index in
      let cell = cellNodes[index].cell.range
      return cell.lowerBound <= range.upperBound && range.lowerBound < cell.upperBound
    }
  }

  /// The bytes of a cell's JSON; nil for a cell that the notebook has not.
  package func fileRange(ofCell index: CellIndex) -> Range<Int>? { cellNodes[checked: index]?.cell.range }

  /// The bytes of the value of a cell's `metadata.notebook_path`, without its quotes.
  package func fileRange(ofNotebookPathIn cell: CellIndex) -> Range<Int>? {
    cellNodes[checked: cell]?.cell["metadata"]?["notebook_path"]?.contentRange
  }

  /// The last cell that starts at a byte of the file or before it.
  package func lastCell(startingBy offset: Int) -> CellIndex? {
    cellNodes.lastIndex { $0.cell.range.lowerBound <= offset }
  }

  /// The cell's first line of source; where it has none, the cell's opening bracket.
  private func firstLine(ofCell cell: CellIndex) -> Range<Int> {
    guard let node = cellNodes[checked: cell] else { return 0..<0 }
    guard let first = node.sources.first, let content = first.contentRange, let map = first.stringMap else {
      return node.cell.range.lowerBound..<min(node.cell.range.lowerBound + 1, node.cell.range.upperBound)
    }
    // The line may go on in the next string.
    let line = notebook.cells[cell].source.contentRange(ofLine: 0) ?? 0..<0
    let end = min(line.upperBound, map.decodedCount)
    return end == 0 ? first.range : content.lowerBound..<map.textOffset(ofDecoded: end)
  }

  private func fileRange(ofSource range: Range<Int>, in cell: CellIndex) -> Range<Int> {
    guard let node = cellNodes[checked: cell] else { return 0..<0 }
    // A start between two strings belongs to the second of them, an end to the first.
    guard let first = node.sourceStarts.lastIndex(notAfter: range.lowerBound),
      let last = node.sourceStarts.lastIndex(notAfter: max(range.lowerBound, range.upperBound - 1)),
      let startMap = node.sources[first].stringMap, let endMap = node.sources[last].stringMap
    else { return firstLine(ofCell: cell) }
    let start = startMap.textOffset(ofDecoded: range.lowerBound - node.sourceStarts[first])
    let end = endMap.textOffset(ofDecoded: range.upperBound - node.sourceStarts[last])
    return start..<max(start, end)
  }

  private func fileRange(ofMetadata path: [String], isKey: Bool) -> Range<Int> {
    var found = metadataNode
    var range = metadataNode.map { $0.range.lowerBound..<$0.range.lowerBound + 1 } ?? fileRange(of: .notebook)
    for key in path {
      let member = found?.lastMember(key)
      let element = Int(key).flatMap { found?.element(at: $0) }
      guard let value = member?.value ?? element else { break }
      // What is long is shown by its key.
      let showsKey = isKey || value.kind == .object || value.kind == .array
      range = showsKey ? (member?.key ?? value).range : value.range
      found = value
    }
    return range
  }
}

extension [Int] {
  /// In a sorted array, the index of the last element that is not greater than `limit`.
  func lastIndex(notAfter limit: Int) -> Int? {
    let next = partitioningIndex { $0 > limit }
    return next > 0 ? next - 1 : nil
  }
}

extension Array {
  /// The element at an index, nil outside the array.
  subscript(checked index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
