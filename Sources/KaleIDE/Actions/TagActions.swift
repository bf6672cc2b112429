import KaleAnalysis
import KaleRules
import NotebookModel

/// Changes of a cell's tags that a person may want though nothing is wrong.
package enum TagActions {
  /// What can be done with a code cell's tags, the likeliest first.
  package static func actions(for cell: CellIndex, in analysis: NotebookAnalysis) -> [Fix] {
    guard analysis.notebook.cells.indices.contains(cell), analysis.notebook.cells[cell].kind == .code else {
      return []
    }
    return oldTagActions(cell, analysis) + stepActions(cell, analysis) + previousActions(cell, analysis)
      + roleActions(cell, analysis) + removals(cell, analysis)
  }

  /// Returns the changes to offer where some cells are selected: none for several, since more would be a muddle, and none that
  /// a fix makes already.
  package static func actions(
    forCells cells: [CellIndex], besides fixes: [Fix], in analysis: NotebookAnalysis
  ) -> [Fix] {
    guard cells.count == 1, let cell = cells.first else { return [] }
    let offered = Set(fixes.map(\.edits))
    return actions(for: cell, in: analysis).filter { !offered.contains($0.edits) }
  }

  /// Migrates the cell's `block:` tags alone. A finding offers to migrate the whole notebook.
  private static func oldTagActions(_ cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    let places = analysis.faultyTags(of: cell) { fault -> Bool? in
      if case .oldBlock = fault { true } else { nil }
    }.map(\.tag.place)
    guard !places.isEmpty else { return [] }
    let old = OldTags(analysis)
    return places.compactMap { old.edits(for: $0).map { Fix($0.title, $0.edits) } }
  }

  private static func stepActions(_ cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    let tags = analysis.tags[cell]
    guard tags.steps.isEmpty, tags.special == nil, tags.notebooks.isEmpty else { return [] }
    let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
    return [Fix("Add tag `step:\(name)`", [.addTag(cell: cell, tag: "step:\(name)")])]
  }

  /// Makes the step run after the one defined above it.
  private static func previousActions(_ cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    guard case .step(let unit) = analysis.outline.assignments[cell],
      analysis.outline.units[unit].definition == cell
    else { return [] }
    let above = analysis.outline.units[..<unit].last { !$0.isNotebook }
    guard let above, !analysis.tags[cell].previous.contains(where: { $0.name == above.name }) else {
      return []
    }
    return [Fix("Add tag `prev:\(above.name)`", [.addTag(cell: cell, tag: "prev:\(above.name)")])]
  }

  /// Gives the cell a role of its own in place of the tags that would be ignored beside it.
  private static func roleActions(_ cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    let entries = analysis.tags[cell].entries
    let current = analysis.tags[cell].special.flatMap { entries[$0].text }
    return SpecialTag.allCases.filter { $0.rawValue != current }.map { special in
      Fix(
        "Make this \(special.article) `\(special.rawValue)` cell",
        edits(giving: [special.rawValue], to: cell, in: analysis))
    }
  }

  /// The edits that give a cell exactly these Kale tags. Tags of other tools stay, but come after them: Kale rejects them
  /// before its own.
  package static func edits(
    giving tags: [String], to cell: CellIndex, in analysis: NotebookAnalysis
  ) -> [NotebookEdit] {
    let entries = analysis.tags[cell].entries
    let others = entries.compactMap { entry in
      entry.parsed?.fault == .unknown
        ? entry.text.flatMap { ForeignTags.isForeign($0, in: analysis.release) ? $0 : nil } : nil
    }
    let given = Set(tags)
    return edits(of: cell, from: entries.mapValues(\.text), to: tags + others.filter { !given.contains($0) })
  }

  /// The edits that make one list of tags another.
  private static func edits(of cell: CellIndex, from old: TagArray<String?>, to new: [String])
    -> [NotebookEdit]
  {
    let replacements = zip(old.indices, new).compactMap { index, tag -> NotebookEdit? in
      old[index] == tag ? nil : .replaceTag(cell: cell, index: index, with: tag)
    }
    return replacements + new.dropFirst(old.count).map { .addTag(cell: cell, tag: $0) }
      + old.indices.dropFirst(new.count).map { .removeTag(cell: cell, index: $0) }
  }

  /// How many tags of a cell can be removed one by one; nobody reads a longer menu.
  private static let longestMenu = 50

  private static func removals(_ cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    analysis.tags[cell].entries.indexed.prefix(longestMenu).compactMap { index, entry in
      entry.text.map { Fix("Remove tag `\($0)`", [.removeTag(cell: cell, index: index)]) }
    }
  }
}

extension SpecialTag {
  fileprivate var article: String { self == .imports ? "an" : "a" }
}
