import JSONSyntax
import SourceText

/// A notebook in the shape of a notebook document: an editor keeps its cells in step with ours, each cell a text
/// document with a URI of its own.
package struct SyncedNotebook: Sendable {
  /// One cell of the editor's.
  package struct Cell: Sendable {
    /// The URI of the cell's text document, unique in the notebook.
    package let uri: String
    /// The type of the cell.
    package fileprivate(set) var kind: NotebookCell.Kind
    /// The metadata as the editor sent it, so that it can be sent back with nothing lost.
    package fileprivate(set) var metadata: JSONValue
    /// The version of the cell's text.
    package fileprivate(set) var version: Int
    /// The cell's text, as of `version`.
    package fileprivate(set) var text: SourceText

    /// Creates a cell as the editor describes it.
    package init(uri: String, kind: NotebookCell.Kind, metadata: JSONValue, version: Int, text: SourceText) {
      self.uri = uri
      self.kind = kind
      self.metadata = metadata
      self.version = version
      self.text = text
    }
  }

  /// The URI of the notebook document.
  package let uri: String
  /// The version of the notebook document that the editor announced last.
  package private(set) var version: Int
  /// The cells as the editor describes them. Their indices are those of the cells of `notebook`.
  package private(set) var cells: ChunkedCellArray<Cell>
  /// The notebook that the cells and the metadata describe.
  package private(set) var notebook: Notebook
  /// The notebook's metadata as the editor sent it.
  private(set) var metadata: JSONValue
  private var indices: [String: CellIndex] = [:]

  /// Reads a notebook document that the editor has opened.
  ///
  /// - Parameters:
  ///   - uri: The URI of the notebook document.
  ///   - version: The version of the notebook document.
  ///   - metadata: The notebook's metadata, in the editor's form.
  ///   - cells: The cells, in order. If two have the same URI, ``index(of:)`` finds the first.
  package init(uri: String, version: Int, metadata: JSONValue, cells: [Cell]) {
    self.uri = uri
    self.version = version
    self.metadata = metadata
    self.cells = ChunkedCellArray(cells)
    notebook = Notebook()
    rebuild(reusing: [])
  }

  /// Replaces the notebook's metadata.
  package mutating func setMetadata(_ metadata: JSONValue) {
    self.metadata = metadata
    rebuild(reusing: notebook.cells.mapValues(Optional.some))
  }

  /// Records the version that the editor announced.
  package mutating func setVersion(_ version: Int) {
    self.version = version
  }

  /// Replaces a range of cells; the range is clamped to the notebook.
  package mutating func replaceCells(_ range: Range<CellIndex>, with new: [Cell]) {
    let range = range.clamped(to: cells.indices)
    var kept = notebook.cells.mapValues(Optional.some)
    kept.replaceSubrange(range, with: new.map { _ in nil })
    cells.replaceSubrange(range, with: new)
    rebuild(reusing: kept)
  }

  /// Replaces kind and metadata of some cells, by their indices; what stays the same is not read again.
  package mutating func updateCells(
    _ changes: [(index: CellIndex, kind: NotebookCell.Kind, metadata: JSONValue)]
  ) {
    var newCells = notebook.cells
    var problems = notebook.problems
    for (index, kind, metadata) in changes where cells.indices.contains(index) {
      guard cells[index].kind != kind || cells[index].metadata != metadata else { continue }
      cells[index].kind = kind
      cells[index].metadata = metadata
      newCells[index] = Self.read(cells[index])
      problems.removeAll { $0.place == .cell(index) }
      problems += problem(ofCell: index).map { [$0] } ?? []
    }
    problems.sort { ($0.place.cell ?? CellIndex(0)) < ($1.place.cell ?? CellIndex(0)) }
    notebook = notebook.with(cells: newCells).with(problems: problems)
  }

  /// Replaces the text of a cell.
  package mutating func updateText(at index: CellIndex, version: Int, text: SourceText) {
    guard cells.indices.contains(index) else { return }
    cells[index].version = version
    cells[index].text = text
    var newCells = notebook.cells
    newCells[index] = newCells[index].with(source: text)
    notebook = notebook.with(cells: newCells)
  }

  /// The index of the cell with this URI; nil where the notebook has none.
  package func index(of uri: String) -> CellIndex? { indices[uri] }

  private mutating func rebuild(reusing kept: CellArray<NotebookCell?>) {
    var newCells: ChunkedCellArray<NotebookCell> = []
    for (index, cell) in cells.indexed {
      newCells.append((kept[checked: index] ?? nil) ?? Self.read(cell))
    }
    indices = Dictionary(cells.indices.map { (cells[$0].uri, $0) }, uniquingKeysWith: { first, _ in first })
    notebook = Notebook(
      cells: newCells, kaleMetadata: value("kubeflow_notebook"), kaleLSPMetadata: value("kale_lsp"),
      foreignLanguage: CodeLanguage.foreign(
        kernel: text(value("kernelspec")?["language"]), info: text(value("language_info")?["name"]),
        name: text(value("kernelspec")?["name"])),
      problems: cells.indices.compactMap(problem))
  }

  /// A value of the notebook's own metadata.
  private func value(_ key: String) -> JSONValue? {
    MetadataWrapping.containing(key, in: metadata)?.unwrap(metadata)?[key]
  }

  private func text(_ value: JSONValue?) -> String? {
    if case .string(let text) = value { return text }
    return nil
  }

  /// What is wrong with the form of a cell; nil where nothing is.
  private func problem(ofCell index: CellIndex) -> NotebookProblem? {
    guard case .object = cells[index].metadata, let tags = Self.tags(of: cells[index].metadata) else {
      return nil
    }
    if case .array = tags { return nil }
    return NotebookProblem(
      kind: .malformed, place: .cell(index), message: "`tags` must be a list of strings.")
  }

  private static func tags(of metadata: JSONValue) -> JSONValue? {
    MetadataWrapping.containing("tags", in: metadata)?.unwrap(metadata)?["tags"]
  }

  private static func language(of metadata: JSONValue) -> JSONValue? {
    MetadataWrapping.containing("vscode", in: metadata)?.unwrap(metadata)?["vscode"]?["languageId"]
  }

  private static func read(_ cell: Cell) -> NotebookCell {
    var tags: [NotebookTag] = []
    if case .array(let elements) = Self.tags(of: cell.metadata) {
      tags = elements.map { element in
        if case .string(let text) = element { return .text(text) }
        return .other(element)
      }
    }
    let key = "notebook_path"
    var path: String?
    if case .string(let text) = MetadataWrapping.containing(key, in: cell.metadata)?.unwrap(cell.metadata)?[
      key]
    {
      path = text
    }
    var language: String?
    if cell.kind == .code, case .string(let text) = Self.language(of: cell.metadata) {
      language = CodeLanguage.foreign(ofCell: text)
    }
    return NotebookCell(
      kind: cell.kind, source: cell.text, tags: tags, notebookPath: path, language: language)
  }
}
