import JSONSyntax
import NotebookModel

extension RenderedNotebook {
  /// Percent and light scripts: a comment in front of each cell, and in light ones another behind it.
  mutating func renderScript(of notebook: Notebook, marker: String, end: String?) {
    var builder = TextBuilder()
    builder.append(Self.header(of: notebook, below: "jupyter").map { "# \($0)\n" }.joined())
    for cell in notebook.cells {
      builder.append("\n")
      var rendered = RenderedCell()
      let start = builder.end
      let isCode = cell.kind == .code
      // Prose in a light script is a comment without a marker.
      let hasMarker = isCode || end == nil
      if hasMarker {
        builder.append(isCode ? marker : marker + " [markdown]")
        Self.appendOptions(of: cell, to: &rendered, &builder)
        rendered.head = start..<builder.end
        builder.append("\n")
      }
      builder.appendSource(cell.source.string, to: &rendered) { line in
        isCode && !(line.hasPrefix("%") || line.hasPrefix("!")) ? "" : "# "
      }
      if !hasMarker { rendered.head = start..<Self.firstLineEnd(of: rendered, cell) }
      rendered.whole = start..<builder.end
      if isCode, let end { rendered.whole = start..<builder.append("\n\(end)").upperBound }
      builder.append("\n")
      cells.append(rendered)
    }
    texts = [builder.text]
  }

  mutating func renderMarkdown(of notebook: Notebook) {
    renderFenced(notebook, below: "jupyter") { cell, rendered, builder in
      builder.append("```python")
      Self.appendOptions(of: cell, to: &rendered, &builder)
      rendered.head.upper(builder.end)
      builder.append("\n")
    }
  }

  mutating func renderMyST(of notebook: Notebook) {
    renderFenced(notebook, below: nil) { cell, rendered, builder in
      builder.append("```{code-cell}")
      rendered.head.upper(builder.end)
      if !cell.tags.isEmpty {
        builder.append("\n:tags: ")
        builder.appendTags(cell.tags, to: &rendered, asYAML: true)
      }
      if let path = cell.notebookPath {
        builder.append("\n:notebook_path: ")
        rendered.notebookPath = builder.append(path)
      }
      builder.append(cell.tags.isEmpty && cell.notebookPath == nil ? "\n" : "\n\n")
    }
  }

  /// Code between fences, and prose as it is.
  private mutating func renderFenced(
    _ notebook: Notebook, below key: String?,
    open: (NotebookCell, inout RenderedCell, inout TextBuilder) -> Void
  ) {
    var builder = TextBuilder()
    builder.append(Self.header(of: notebook, below: key).map { "\($0)\n" }.joined())
    for cell in notebook.cells {
      builder.append("\n")
      var rendered = RenderedCell()
      let start = builder.end
      rendered.head = start..<start
      if cell.kind == .code { open(cell, &rendered, &builder) }
      builder.appendSource(cell.source.string, to: &rendered) { _ in "" }
      if cell.kind != .code { rendered.head = start..<Self.firstLineEnd(of: rendered, cell) }
      if cell.kind == .code { builder.append("\n```") }
      rendered.whole = start..<builder.end
      builder.append("\n")
      cells.append(rendered)
    }
    texts = [builder.text]
  }

  private static func header(of notebook: Notebook, below key: String?) -> [String] {
    let indent = key == nil ? "" : "  "
    let values = metadata(of: notebook).map { "\(indent)\($0.key): \($0.value.text)" }
    return ["---"] + (key.map { ["\($0):"] } ?? []) + values + ["---"]
  }

  /// Tags and path behind a cell's marker.
  private static func appendOptions(
    of cell: NotebookCell, to rendered: inout RenderedCell, _ builder: inout TextBuilder
  ) {
    if !cell.tags.isEmpty {
      builder.append(" tags=")
      builder.appendTags(cell.tags, to: &rendered)
    }
    if let path = cell.notebookPath {
      builder.append(" notebook_path=\"")
      rendered.notebookPath = builder.append(path)
      builder.append("\"")
    }
  }
}

extension Range<Int> {
  /// Puts the end elsewhere.
  fileprivate mutating func upper(_ bound: Int) { self = lowerBound..<bound }
}
