import JSONSyntax
import NotebookModel

extension RenderedNotebook {
  /// Writes a notebook in one of its shapes.
  package init(_ notebook: Notebook, as shape: NotebookShape) {
    switch shape {
    case .notebookDocument: renderCells(of: notebook)
    case .ipynb: renderJSON(of: notebook)
    case .percent: renderScript(of: notebook, marker: "# %%", end: nil)
    case .light: renderScript(of: notebook, marker: "# +", end: "# -")
    case .markdown: renderMarkdown(of: notebook)
    case .myst: renderMyST(of: notebook)
    case .virtualDocument: renderCode(of: notebook)
    }
  }

  private mutating func renderCells(of notebook: Notebook) {
    for (index, cell) in notebook.cells.indexed {
      var builder = TextBuilder()
      var rendered = RenderedCell(document: index.position)
      builder.appendSource(cell.source.string, to: &rendered) { _ in "" }
      rendered.whole = 0..<builder.end
      rendered.head = 0..<Self.firstLineEnd(of: rendered, cell)
      texts.append(builder.text)
      cells.append(rendered)
    }
  }

  /// Code cells joined by two blank lines, with calls in the place of magics.
  private mutating func renderCode(of notebook: Notebook) {
    var builder = TextBuilder()
    for cell in notebook.cells {
      var rendered = RenderedCell()
      defer { cells.append(rendered) }
      guard cell.kind == .code else { continue }
      if builder.end > 0 { builder.append("\n\n") }
      let start = builder.end
      builder.appendSource(cell.source.string, to: &rendered) { _ in "" }
      rendered.whole = start..<builder.end
      rendered.head = start..<Self.firstLineEnd(of: rendered, cell)
      builder.append("\n")
    }
    texts = [builder.text]
  }

  private mutating func renderJSON(of notebook: Notebook) {
    var builder = TextBuilder()
    builder.append("{\n \"cells\": [")
    for (index, cell) in notebook.cells.indexed {
      builder.append(index > 0 ? ",\n  " : "\n  ")
      var rendered = RenderedCell()
      let start = builder.append("{\n   \"cell_type\": \"\(cell.kind == .code ? "code" : "markdown")\",")
        .lowerBound
      if cell.kind == .code { builder.append("\n   \"execution_count\": null,\n   \"outputs\": [],") }
      builder.append("\n   \"metadata\": {\"tags\": ")
      builder.appendTags(cell.tags, to: &rendered)
      if let path = cell.notebookPath {
        builder.append(", \"notebook_path\": \"")
        rendered.notebookPath = builder.append(path)
        builder.append("\"")
      }
      builder.append("},\n   \"source\": ")
      builder.appendSourceStrings(cell.source.string, to: &rendered, indent: "    ")
      builder.append("\n  }")
      rendered.whole = start..<builder.end
      rendered.head =
        cell.source.string.isEmpty
        ? start..<start + 1 : rendered.starts[0]..<Self.firstLineEnd(of: rendered, cell)
      cells.append(rendered)
    }
    let metadata = JSONValue.object(Self.metadata(of: notebook)).text
    builder.append("\n ],\n \"metadata\": \(metadata),\n \"nbformat\": 4,\n \"nbformat_minor\": 4\n}\n")
    texts = [builder.text]
  }

  /// Returns the notebook's metadata, as each of its shapes has them.
  package static func metadata(of notebook: Notebook) -> [JSONMember] {
    [("kubeflow_notebook", notebook.kaleMetadata), ("kale_lsp", notebook.kaleLSPMetadata)].compactMap {
      key, value in
      value.map { JSONMember(key: key, value: $0) }
    }
  }

  /// The end of a cell's first line of code in the document.
  static func firstLineEnd(of rendered: RenderedCell, _ cell: NotebookCell) -> Int {
    let line = cell.source.string.utf8.prefix { $0 != UInt8(ascii: "\n") }.count
    return rendered.end(ofSource: 0..<line)
  }
}
