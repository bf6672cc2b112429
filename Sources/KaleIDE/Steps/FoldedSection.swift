import KaleAnalysis
import NotebookModel

/// A step or block that can be folded, with all of its cells.
package struct FoldedSection: Sendable, Hashable {
  /// Index of the cell that stays visible.
  package let firstCell: CellIndex
  /// Index of the last cell that is hidden.
  package let lastCell: CellIndex
  /// What is shown in place of the cells.
  package let title: String

  /// Returns the sections of a notebook, in its order.
  package static func sections(in analysis: NotebookAnalysis) -> [FoldedSection] {
    // A step may be in many sections.
    var titles: [UnitIndex: String] = [:]
    return analysis.sections.compactMap { section in
      guard let first = section.cells.first, let last = section.cells.last else { return nil }
      let title =
        switch section.content {
        case .unit(let unit): titles.value(of: unit) { StepText.title(of: unit, in: analysis) }
        case .block(let tag): tag.rawValue
        }
      return FoldedSection(firstCell: first, lastCell: last, title: title)
    }
  }
}
