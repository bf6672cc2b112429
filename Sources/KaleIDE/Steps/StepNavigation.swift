import KaleAnalysis
import NotebookModel

/// The way from step to step, in the order of the notebook.
package enum StepNavigation {
  /// A direction in the order of the notebook.
  package enum Direction: Sendable, Hashable {
    case previous
    case next
  }

  /// Returns the nearest cell above or below one that a step begins with.
  ///
  /// - Parameters:
  ///   - direction: Where to look.
  ///   - cell: The cell to start from; nil for a place above the first cell.
  ///   - analysis: The analysis of the notebook.
  /// - Returns: The cell's index; nil where there is none.
  package static func head(_ direction: Direction, from cell: CellIndex?, in analysis: NotebookAnalysis)
    -> CellIndex?
  {
    let heads = analysis.outline.units.lazy.map(\.definition)
    return switch direction {
    case .previous: cell.flatMap { cell in heads.last { $0 < cell } }
    case .next: heads.first { head in cell.map { $0 < head } ?? true }
    }
  }
}
