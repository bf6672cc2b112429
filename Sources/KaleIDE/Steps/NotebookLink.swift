import KaleAnalysis
import NotebookModel

/// The path of another notebook, in the cell that refers to it.
package struct NotebookLink: Sendable, Hashable {
  /// Index of the cell with the path.
  package let cell: CellIndex
  /// The path as it is written, relative to the notebook's folder.
  package let path: String

  /// Returns the links of a notebook, in its order.
  package static func links(in analysis: NotebookAnalysis) -> [NotebookLink] {
    analysis.outline.units.filter(\.isNotebook).compactMap { unit in
      guard let path = analysis.notebook.cells[unit.definition].notebookPath, !path.isEmpty else {
        return nil
      }
      return NotebookLink(cell: unit.definition, path: path)
    }
  }
}
