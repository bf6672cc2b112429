import KaleAnalysis
import NotebookModel

/// A part of a notebook that you can look for by name.
package struct NotebookSymbol: Sendable, Hashable {
  /// What a symbol is in the pipeline.
  package enum Kind: Sendable, Hashable {
    case step
    /// A reference to another notebook.
    case notebook
    /// Cells with a role of their own, like `imports`.
    case block
    case cell
  }

  /// What it is in the pipeline.
  package let kind: Kind
  /// The name to search for, as outlines show it.
  package let name: String
  /// A step's inputs and outputs; nil for what is not a step.
  package let detail: String?
  /// The cells that it stands for, ascending; the first is the one to go to.
  package let cells: [CellIndex]

  /// Returns the steps and blocks of a notebook, in its order. A step that is taken up again further down is there twice.
  package static func sections(in analysis: NotebookAnalysis) -> [NotebookSymbol] {
    // A step may be in many sections.
    var details: [UnitIndex: String] = [:]
    return analysis.sections.map { section in
      NotebookSymbol(section.content, cells: section.cells, in: analysis) { unit in
        details.value(of: unit) { StepText.flow(of: unit, in: analysis) }
      }
    }
  }

  /// Returns the step or block that a cell belongs to, with this cell alone; nil for a cell that belongs to nothing.
  package static func section(ofCell cell: CellIndex, in analysis: NotebookAnalysis) -> NotebookSymbol? {
    analysis.sectionContent(ofCell: cell).map { content in
      NotebookSymbol(content, cells: [cell], in: analysis) { StepText.flow(of: $0, in: analysis) }
    }
  }

  /// Returns the steps of a notebook and its references to others, each once, by its first cell; none of a notebook that
  /// is not for Kale.
  package static func steps(in analysis: NotebookAnalysis) -> [NotebookSymbol] {
    guard analysis.isKaleNotebook else { return [] }
    return analysis.outline.units.map { unit in
      NotebookSymbol(
        kind: unit.isNotebook ? .notebook : .step, name: unit.name, detail: nil, cells: [unit.definition])
    }
  }

  /// A single cell.
  package init(cell: CellIndex) {
    self.init(kind: .cell, name: "cell \(cell.number)", detail: nil, cells: [cell])
  }

  private init(kind: Kind, name: String, detail: String?, cells: [CellIndex]) {
    self.kind = kind
    self.name = name
    self.detail = detail
    self.cells = cells
  }

  private init(
    _ content: NotebookSection.Content, cells: [CellIndex], in analysis: NotebookAnalysis,
    detail: (_ unit: UnitIndex) -> String
  ) {
    switch content {
    case .unit(let unit):
      let definition = analysis.outline.units[unit]
      self.init(
        kind: definition.isNotebook ? .notebook : .step, name: definition.name,
        detail: detail(unit), cells: cells)
    case .block(let tag):
      self.init(kind: .block, name: tag.rawValue, detail: nil, cells: cells)
    }
  }
}
