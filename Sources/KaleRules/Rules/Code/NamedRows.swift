import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Whether the code of a unit, or that of imports and functions cells, asks SQLite for rows with names:
  /// `con.row_factory = sqlite3.Row`.
  func namesRows(in unit: UnitIndex) -> Bool {
    (outline.units[unit].cells + sharedCells).contains { cell in
      facts[cell].attributeNames.isSuperset(of: ["Row", "row_factory"])
    }
  }
}
