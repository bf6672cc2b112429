import JSONSyntax
import SourceText

/// A notebook as jupytext writes it: a script with cell markers, or Markdown.
package struct JupytextDocument: NotebookText {
  /// The file's content. Offsets and ranges of the document count its bytes.
  package let text: SourceText
  /// The notebook that the text describes, completed from the saved notebook.
  package let notebook: Notebook
  let hint: JupytextHint
  /// The notebook's own file as it was saved last, which has the configuration where the text has none.
  let file: Notebook?
  let format: JupytextFormat
  let header: JupytextHeader
  let cells: CellArray<JupytextCell>
  let lines: TextLines

  /// Nil for a text that is no notebook: what it holds decides, and what is known beside it helps where that could be
  /// either.
  ///
  /// `savedNotebook` is asked for the notebook that the text is another form of, as it was saved last: jupytext leaves
  /// metadata that it does not know out of the text unless it is told otherwise, and takes them from there.
  package init?(
    _ text: SourceText, _ hint: JupytextHint, savedNotebook: (JupytextDocument) -> Notebook? = { _ in nil }
  ) {
    self.init(text, hint, file: nil)
    guard header.metadata?["kubeflow_notebook"] == nil, let file = savedNotebook(self) else { return }
    self.init(self, file: file)
  }

  /// The document with what it lacks of the notebook's metadata.
  private init(_ document: JupytextDocument, file: Notebook) {
    text = document.text
    hint = document.hint
    lines = document.lines
    format = document.format
    header = document.header
    cells = document.cells
    self.file = file
    notebook = document.notebook.with(
      kaleMetadata: file.kaleMetadata,
      kaleLSPMetadata: document.notebook.kaleLSPMetadata ?? file.kaleLSPMetadata)
  }

  private init?(_ text: SourceText, _ hint: JupytextHint, file: Notebook?) {
    let lines = TextLines(text.utf8)
    guard let recognition = JupytextRecognition(lines, hint) else { return nil }
    self.text = text
    self.hint = hint
    self.file = file
    self.lines = lines
    format = recognition.format
    header = recognition.header
    var optionProblems: [YAMLReader.Problem] = []
    var cells = Self.cells(of: lines, format, header, &optionProblems)
    let language = header.language ?? (header.isCommented ? "python" : Self.mostUsedLanguage(of: cells))
    for index in cells.indices where cells[index].language != nil {
      cells[index].addLanguageMagic(mainLanguage: language, lines)
    }
    if let own = header.cell { cells.insert(own, at: 0) }
    self.cells = CellArray(cells)
    notebook = Notebook(
      cells: cells.map(\.cell), kaleMetadata: header.metadata?["kubeflow_notebook"]?.value,
      kaleLSPMetadata: header.metadata?["kale_lsp"]?.value,
      problems: Self.problems(header, optionProblems, cells))
  }

  private static func cells(
    of lines: TextLines, _ format: JupytextFormat, _ header: JupytextHeader,
    _ problems: inout [YAMLReader.Problem]
  ) -> [JupytextCell] {
    switch format {
    case .percent(let hasCommentedMagics):
      var reader = PercentReader(lines, hasCommentedMagics: hasCommentedMagics)
      return reader.cells(from: header.end)
    case .light(let hasCommentedMagics, let markers):
      return LightReader(lines, hasCommentedMagics: hasCommentedMagics, markers: markers).cells(
        from: header.end)
    case .markdown(let splitsAtHeadings):
      var reader = MarkdownReader(lines, splitsAtHeadings: splitsAtHeadings)
      return reader.cells(from: header.end)
    case .myst:
      var reader = MySTReader(lines)
      let cells = reader.readCells(from: header.end)
      problems = reader.problems
      return cells
    }
  }

  /// The language of most cells.
  private static func mostUsedLanguage(of cells: [JupytextCell]) -> String {
    var counts: [String: Int] = [:]
    for cell in cells { counts[cell.language?.lowercased() ?? "", default: 0] += 1 }
    counts[""] = nil
    let most = counts.values.max() ?? 0
    return (counts["python"] ?? 0) == most
      ? "python" : counts.filter { $0.value == most }.keys.min() ?? "python"
  }

  package var isEditable: Bool { header.problem == nil }

  /// The `.ipynb` file that the text is paired with; nil if the text is not paired.
  package var pairing: JupytextPairing? {
    header.option("formats")?.string.flatMap(JupytextPairing.init(formats:))
  }

  /// Whether the text begins as jupytext begins one: with a header or a cell marker.
  package var beginsWithMarker: Bool { header.lines != nil || cells.first?.hasMarker ?? false }

  package func replacing(_ text: SourceText) -> any NotebookText {
    let file = file
    return JupytextDocument(text, hint) { _ in file } ?? JupytextDocument(text, .unknown) { _ in file }
      ?? self
  }

  // MARK: - Problems

  private static func problems(
    _ header: JupytextHeader, _ options: [YAMLReader.Problem], _ cells: [JupytextCell]
  ) -> [NotebookProblem] {
    var problems: [NotebookProblem] = []
    let report = { (range: Range<Int>, message: String) in
      problems.append(NotebookProblem(kind: .malformed, place: .file(range: range), message: message))
    }
    if let problem = header.problem {
      report(problem.range, "Invalid notebook header: \(problem.message).")
    }
    for problem in options { report(problem.range, "Invalid cell options: \(problem.message).") }
    for options in cells.lazy.compactMap(\.options) {
      if let tags = options["tags"] {
        let isEmptyText = tags.string?.isEmpty == true || tags.isObject && tags.members.isEmpty
        if !tags.isList && !isEmptyText {
          let range =
            tags.range.isEmpty ? options.index(of: "tags").map { options.members[$0].keyRange } : nil
          report(range ?? tags.range, "`tags` must be a list of strings.")
        }
      } else if let range = options.unreadable {
        report(
          range,
          "Invalid cell metadata: the cell has no tags. Use the form `tags=[\"step:name\"]`."
        )
      }
    }
    return problems
  }
}

// MARK: - Places

extension JupytextDocument {
  package func fileRange(of place: NotebookPlace) -> Range<Int> {
    switch place {
    case .tag(let cell, let index):
      guard let cell = cells[checked: cell] else { return 0..<0 }
      return cell.tags[checked: index]?.range ?? firstLine(of: cell)
    case .source(let index, let range):
      guard let cell = cells[checked: index] else { return 0..<0 }
      return cell.source.textRange(of: range) ?? firstLine(of: cell)
    case .cell(let index): return cells[checked: index].map(firstLine) ?? 0..<0
    case .metadata(let path): return range(ofMetadata: path, isKey: false)
    case .metadataKey(let path): return range(ofMetadata: path, isKey: true)
    case .file(let range): return range
    case .notebook: return start
    }
  }

  /// The start of the text, where what concerns the notebook as a whole is shown.
  private var start: Range<Int> {
    let first = lines.range(of: header.lines?.lowerBound ?? header.end)
    return first.isEmpty ? first : first.lowerBound..<first.lowerBound + 1
  }

  /// The cell's marker, or its first line of source where it has none.
  private func firstLine(of cell: JupytextCell) -> Range<Int> {
    let line = lines[cell.lines.lowerBound].trimmed
    return line.startIndex..<line.endIndex
  }

  private func range(ofMetadata path: [String], isKey: Bool) -> Range<Int> {
    var found = header.metadata
    var range = header.metadataKey ?? start
    for key in path {
      let member = found?.members.last { $0.key == key }
      let element = Int(key).flatMap { found?.elements[checked: $0] }
      guard let value = member?.value ?? element else { break }
      // What is long is shown by its key.
      let showsKey = isKey || value.isObject || value.isList || value.range.isEmpty
      range = showsKey ? member?.keyRange ?? value.range : value.range
      found = value
    }
    return range
  }

  package func place(at offset: Int) -> NotebookPlace? {
    guard let index = cellIndex(at: offset) else { return nil }
    let cell = cells[index]
    if let tag = cell.tags.firstIndex(where: { $0.range.contains(offset) || $0.range.upperBound == offset }) {
      return .tag(cell: index, index: tag)
    }
    let content = lines.range(of: cell.contentLines)
    guard content.lowerBound <= offset, offset <= content.upperBound,
      let place = cell.source.sourceOffset(of: offset)
    else { return .cell(index) }
    return .source(cell: index, range: place..<place)
  }

  package func cells(in range: Range<Int>) -> [CellIndex] {
    guard let first = lastCell(startingUpTo: range.lowerBound) ?? cells.indices.first else { return [] }
    return cells[first...].indices.prefix { self.range(of: cells[$0]).lowerBound <= range.upperBound }
      .filter { range.lowerBound <= self.range(of: cells[$0]).upperBound }
  }

  package func fileRange(ofCell index: CellIndex) -> Range<Int>? { cells[checked: index].map(range) }

  package func lastCell(startingBy offset: Int) -> CellIndex? { lastCell(startingUpTo: offset) }

  /// The bytes from the cell's marker to the end of its last line that is not blank.
  func range(of cell: JupytextCell) -> Range<Int> {
    var end = cell.lines.upperBound
    while end > cell.lines.lowerBound + 1, lines[end - 1].isBlank { end -= 1 }
    return lines.range(of: cell.lines.lowerBound..<end)
  }

  private func cellIndex(at offset: Int) -> CellIndex? {
    guard let index = lastCell(startingUpTo: offset), offset <= range(of: cells[index]).upperBound else {
      return nil
    }
    return index
  }

  private func lastCell(startingUpTo offset: Int) -> CellIndex? {
    let next = cells.values.partitioningIndex { lines.start(of: $0.lines.lowerBound) > offset }
    return next > 0 ? CellIndex(next - 1) : nil
  }
}
