import KaleAnalysis
import NotebookModel

/// A line shown above a cell: a command for the pipeline, or the inputs and outputs of a step.
package struct StepLens: Sendable, Hashable {
  /// What choosing the line does.
  package enum Action: Sendable, Hashable {
    case compile
    case run
  }

  /// The cell that the line is above.
  package let cell: CellIndex
  /// What the line says.
  package let title: String
  /// Nil for a line that is information only: the step itself is right below.
  package let action: Action?

  /// Returns the lines of some cells: the commands above the notebook's first code cell, then a line above the first cell of
  /// each step.
  package static func lenses(
    in analysis: NotebookAnalysis, ofCells isWanted: (CellIndex) -> Bool = { _ in true }
  ) -> [StepLens] {
    pipelineLenses(in: analysis).filter { isWanted($0.cell) }
      + analysis.outline.units.indices.compactMap { unit in
        let head = analysis.outline.units[unit].definition
        guard isWanted(head) else { return nil }
        return StepLens(cell: head, title: StepText.title(of: unit, in: analysis), action: nil)
      }
  }

  private static func pipelineLenses(in analysis: NotebookAnalysis) -> [StepLens] {
    guard let first = analysis.notebook.cells.firstIndex(where: { $0.kind == .code }) else { return [] }
    return [
      StepLens(cell: first, title: "Compile pipeline", action: .compile),
      StepLens(cell: first, title: "Run pipeline", action: .run),
    ]
  }
}
