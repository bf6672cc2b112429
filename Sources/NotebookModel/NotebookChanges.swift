import SourceText

/// Some edits of a notebook, put in order by what they change.
struct NotebookChanges {
  /// A code cell to be.
  struct NewCell {
    let source: String
    let tags: [String]
  }

  /// For each cell whose tags change the edits that change them.
  private(set) var tags: [CellIndex: [NotebookEdit]] = [:]
  private var sources: [CellIndex: [SourceEdit]] = [:]
  /// The new cells before each old one.
  private(set) var insertions: [CellIndex: [NewCell]] = [:]
  /// Of `metadata.kubeflow_notebook`.
  private(set) var configuration = JSONChanges()
  /// Of `metadata.kale_lsp`.
  private(set) var settings = JSONChanges()

  init(_ edits: [NotebookEdit]) {
    for edit in edits {
      switch edit {
      case .replaceTag(let cell, _, _), .removeTag(let cell, _), .addTag(let cell, _):
        tags[cell, default: []].append(edit)
      case .replaceSource(let cell, let range, let text):
        sources[cell, default: []].append(SourceEdit(range: range, replacement: text))
      case .insertCell(let cell, let source, let tags):
        insertions[cell, default: []].append(NewCell(source: source, tags: tags))
      case .setConfiguration(let path, let value): configuration.set(path, to: value)
      case .removeConfiguration(let path): configuration.remove(path)
      case .renameConfiguration(let path, let name):
        // The configuration as a whole has one name.
        if !path.isEmpty { configuration.rename(path, to: name) }
      case .setSetting(let path, let value): settings.set(path, to: value)
      case .removeSetting(let path): settings.remove(path)
      }
    }
  }

  /// The old cells that change, in order.
  var changedCells: [CellIndex] { Set(tags.keys).union(sources.keys).sorted() }

  /// What changes in a cell's source: in order, inside the source, no character cut in two, none touching the next.
  func sourceEdits(of cell: CellIndex, in source: SourceText) -> [SourceEdit] {
    let edits = (sources[cell] ?? []).map { edit in
      SourceEdit(range: source.wholeCharacters(edit.range), replacement: edit.replacement)
    }
    let sorted = edits.enumerated().sorted { left, right in
      (left.element.range.lowerBound, left.offset) < (right.element.range.lowerBound, right.offset)
    }
    var result: [SourceEdit] = []
    for (_, edit) in sorted {
      let end = result.last?.range.upperBound
      guard end == nil || edit.range.lowerBound >= end ?? 0 else { continue }
      if edit.range.lowerBound == end {
        result[result.count - 1].range = result[result.count - 1].range.lowerBound..<edit.range.upperBound
        result[result.count - 1].replacement += edit.replacement
      } else {
        result.append(edit)
      }
    }
    return result.filter { !$0.range.isEmpty || !$0.replacement.isEmpty }
  }
}

extension SourceText {
  /// The range inside the text, widened to whole characters of UTF-8.
  fileprivate func wholeCharacters(_ range: Range<Int>) -> Range<Int> {
    let range = range.clamped(to: 0..<utf8.count)
    let isInside = { (offset: Int) in offset < utf8.count && utf8[offset] & 0xC0 == 0x80 }
    var start = range.lowerBound
    while start > 0, isInside(start) { start -= 1 }
    var end = range.upperBound
    while isInside(end) { end += 1 }
    return start..<end
  }

  /// The text after edits that are in order and do not overlap.
  package func applying(_ edits: [SourceEdit]) -> SourceText {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var position = 0
    for edit in edits {
      bytes += utf8[position..<edit.range.lowerBound]
      bytes += edit.replacement.utf8
      position = edit.range.upperBound
    }
    return SourceText(utf8: bytes + utf8[position...])
  }
}

extension Notebook {
  /// The notebook after some edits. What is wrong with it as a document is taken to stay.
  package func applying(_ edits: [NotebookEdit]) -> Notebook {
    let changes = NotebookChanges(edits)
    var newCells = cells
    for index in changes.changedCells where cells.indices.contains(index) {
      let cell = cells[index]
      let list = TagListChanges(changes.tags[index] ?? [], among: cell.tags.indices)
      newCells[index] = NotebookCell(
        kind: cell.kind, source: cell.source.applying(changes.sourceEdits(of: index, in: cell.source)),
        tags: list.tags(from: cell.tags), notebookPath: cell.notebookPath, language: cell.language)
    }
    return with(cells: newCells)
      .with(
        kaleMetadata: changes.configuration.applied(to: kaleMetadata),
        kaleLSPMetadata: changes.settings.applied(to: kaleLSPMetadata)
      )
      .inserting(changes.insertions)
  }

  /// Returns the notebook with new cells before old ones; problems stay with their cells.
  private func inserting(_ insertions: [CellIndex: [NotebookChanges.NewCell]]) -> Notebook {
    guard !insertions.isEmpty else { return self }
    var result: ChunkedCellArray<NotebookCell> = []
    var newIndices: CellArray<CellIndex> = []
    for index in cells.startIndex...cells.endIndex {
      for new in insertions[index] ?? [] {
        result.append(
          NotebookCell(kind: .code, source: SourceText(new.source), tags: new.tags.map(NotebookTag.text)))
      }
      newIndices.append(result.endIndex)
      if index < cells.endIndex { result.append(cells[index]) }
    }
    let movedProblems = problems.map { problem in
      guard case .cell(let cell) = problem.place, newIndices.indices.contains(cell) else { return problem }
      return NotebookProblem(kind: problem.kind, place: .cell(newIndices[cell]), message: problem.message)
    }
    return with(cells: result).with(problems: movedProblems)
  }
}
