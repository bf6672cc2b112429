import KaleAnalysis
import NotebookModel

/// A rule about single cells.
///
/// It is asked only about cells that have one of its traits. Besides the cell, whether the cell runs and the image of its
/// step may matter. Its fixes may look further: for a name that is free, or a step to run after.
package protocol CellRule: Rule {
  /// What a cell has in which the rule may find something.
  static var traits: CellTraits { get }

  /// Returns the findings in one cell, in the order of the cell.
  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding]
}
