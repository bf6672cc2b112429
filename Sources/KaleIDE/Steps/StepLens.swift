import KaleAnalysis
import NotebookModel

/// A line shown above a cell: a command for the pipeline, or the inputs and outputs of a step.
package struct StepLens: Sendable, Hashable {
  /// What choosing the line does.
  package enum Action: Sendable, Hashable {
    case compile
    case run
    /// Runs a step again, with what it depends on.
    case runStep(String)
    /// Runs the pipeline up to a step.
    case runUntil(String)
  }

  /// The cell that the line is above.
  package let cell: CellIndex
  /// What the line says.
  package let title: String
  /// Nil for a line that is information only: the step itself is right below.
  package let action: Action?

  /// Returns the lines of some cells: the commands above the notebook's first code cell, then a line above the first cell of
  /// each step, and the commands for the step.
  package static func lenses(
    in analysis: NotebookAnalysis, runsSteps: Bool = false,
    ofCells isWanted: (CellIndex) -> Bool = { _ in true }
  ) -> [StepLens] {
    pipelineLenses(in: analysis).filter { isWanted($0.cell) }
      + analysis.outline.units.indices.flatMap { unit -> [StepLens] in
        let (head, name) = (analysis.outline.units[unit].definition, analysis.outline.units[unit].name)
        guard isWanted(head) else { return [] }
        let title = StepLens(cell: head, title: StepText.title(of: unit, in: analysis), action: nil)
        return [title] + (runsSteps ? stepLenses(of: name, at: head) : [])
      }
  }

  private static func stepLenses(of step: String, at cell: CellIndex) -> [StepLens] {
    [
      StepLens(cell: cell, title: "▶ Run step", action: .runStep(step)),
      StepLens(cell: cell, title: "▶ Run to here", action: .runUntil(step)),
    ]
  }

  private static func pipelineLenses(in analysis: NotebookAnalysis) -> [StepLens] {
    guard let first = analysis.notebook.cells.firstIndex(where: { $0.kind == .code }) else { return [] }
    return [
      StepLens(cell: first, title: "Compile pipeline", action: .compile),
      StepLens(cell: first, title: "Run pipeline", action: .run),
    ]
  }
}
