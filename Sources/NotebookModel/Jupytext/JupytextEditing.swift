import SourceText

extension JupytextDocument {
  /// The replacements in the text that make the edits, in order, not overlapping. Nothing else of the text changes.
  ///
  /// What is written is read again: where the text would not become the edited notebook, such as code with a blank line in
  /// a cell of the light format that has no marker, there are no replacements.
  package func sourceEdits(for edits: [NotebookEdit]) -> [SourceEdit] {
    guard isEditable else { return [] }
    let changes = NotebookChanges(edits)
    var result: [SourceEdit] = []
    for index in changes.changedCells {
      guard let cell = cells[checked: index] else { continue }
      let source = changes.sourceEdits(of: index, in: notebook.cells[index].source)
      if !source.isEmpty {
        guard let edits = JupytextSourceEditor(self, cell).edits(source, of: notebook.cells[index].source)
        else {
          return []
        }
        result += edits
      }
      if let edits = changes.tags[index] {
        let list = TagListChanges(edits, among: cell.tags.indices)
        guard let edits = JupytextTagEditor(self, index).edits(list) else { return [] }
        result += edits
      }
    }
    result += insertions(changes.insertions)
    if !changes.configuration.isEmpty {
      let new = changes.configuration.applied(to: notebook.kaleMetadata)
      result += JupytextHeaderEditor(self, key: "kubeflow_notebook").edits(toBecome: new)
    }
    if !changes.settings.isEmpty {
      let new = changes.settings.applied(to: notebook.kaleLSPMetadata)
      result += JupytextHeaderEditor(self, key: "kale_lsp").edits(toBecome: new)
    }
    let sorted = result.enumerated().sorted { left, right in
      let (first, second) = (left.element.range, right.element.range)
      return (first.lowerBound, first.upperBound, left.offset) < (
        second.lowerBound, second.upperBound, right.offset
      )
    }.map(\.element)
    return makes(sorted, notebook.applying(edits)) ? sorted : []
  }

  /// Whether the text is the expected notebook after some edits.
  private func makes(_ edits: [SourceEdit], _ expected: Notebook) -> Bool {
    let isOrdered = zip(edits, edits.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound }
    guard isOrdered else { return false }
    let after = replacing(text.applying(edits)).notebook
    return after.cells == expected.cells && after.kaleMetadata == expected.kaleMetadata
      && after.kaleLSPMetadata == expected.kaleLSPMetadata
  }

  /// The text's own line break.
  var lineBreak: String {
    let end = lines.range(of: 0).upperBound
    return text.utf8[end...].starts(with: "\r\n".utf8) ? "\r\n" : "\n"
  }

  private func insertions(_ insertions: [CellIndex: [NotebookChanges.NewCell]]) -> [SourceEdit] {
    insertions.sorted { $0.key < $1.key }.filter { (cells.startIndex...cells.endIndex).contains($0.key) }.map
    { place, new in
      let next = cells[checked: place]
      let isBeforeText = next.map { !$0.hasMarker && $0.kind != .markdown || !startsItself($0) } ?? false
      var texts = new.map { lines(of: $0, isFollowedByText: isBeforeText).joined(separator: lineBreak) }
      if isBeforeText, case .percent = format { texts.append("# %%") }
      let separator = lineBreak + lineBreak
      if let next {
        let start = lines.start(of: next.lines.lowerBound)
        let text = texts.joined(separator: separator)
        return SourceEdit(
          range: start..<start, replacement: text + (texts.count > new.count ? lineBreak : separator))
      }
      let end = text.utf8.count
      let isEnded = lines.count == 0 || text.utf8.last == UInt8(ascii: "\n")
      let front = lines.count == 0 ? "" : isEnded ? lineBreak : separator
      return SourceEdit(range: end..<end, replacement: front + texts.joined(separator: separator) + lineBreak)
    }
  }

  /// Whether a cell starts where it does whatever precedes it.
  private func startsItself(_ cell: JupytextCell) -> Bool {
    switch format {
    case .percent, .light: cell.hasMarker
    case .markdown, .myst: true
    }
  }

  private func lines(of cell: NotebookChanges.NewCell, isFollowedByText: Bool) -> [String] {
    let tags = MarkerList.text(of: cell.tags)
    let options = cell.tags.isEmpty ? "" : " tags=\(tags)"
    let source = JupytextSourceEditor.lines(of: cell.source)
    let code = JupytextSourceEditor.script(source, format: format, hasMarker: true)
    switch format {
    case .percent: return ["# %%" + options] + (source == [""] ? [] : code)
    case .light: return ["# +" + options] + code + (isFollowedByText ? ["# -"] : [])
    case .markdown:
      let fence = Self.fence(around: source)
      return [fence + "python" + options] + source + [fence]
    case .myst:
      let fence = Self.fence(around: source)
      let tags =
        cell.tags.isEmpty
        ? [] : [":tags: [" + cell.tags.map(YAMLScalar.text).joined(separator: ", ") + "]", ""]
      let isOption = source.first.map { $0.hasPrefix("---") || $0.hasPrefix(":") || $0.isEmpty } ?? false
      return [fence + codeCellInfo] + (tags.isEmpty && isOption ? [""] : tags) + source + [fence]
    }
  }

  /// What follows the fences of the text's cells.
  private var codeCellInfo: String {
    let fence = cells.first { $0.kind == .code }.map { lines[$0.lines.lowerBound].trimmed }
    return fence.map { $0.drop { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") }.string }
      ?? "{code-cell}"
  }

  /// As many backticks as no line of the source starts with, three at least.
  private static func fence(around source: [String]) -> String {
    let longest = source.map { $0.prefix { $0 == "`" }.count }.max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }
}
