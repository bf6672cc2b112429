import KaleAnalysis
import NotebookModel

/// A rule about single cells: what it finds in one it finds whatever is in the others.
///
/// It is asked about the cells alone that have one of its traits. Its fixes may look further: for a name that is free, or
/// a step to run after.
package protocol CellRule: Rule {
  /// What a cell has in which the rule may find something.
  static var traits: CellTraits { get }

  /// Returns the findings in one cell, in the order of the cell.
  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding]
}
