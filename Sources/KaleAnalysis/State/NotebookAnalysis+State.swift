import NotebookModel

extension NotebookAnalysis {
  /// The largest number of cells for which effects are cached, at a few kilobytes for each cell.
  private static let mostCellsWithOperations = 500

  /// Reads the cells from top to bottom, as the notebook runs them.
  func readState() -> NotebookState {
    let world = StateWorld(
      unitCount: outline.units.count, keepsOperations: facts.count <= Self.mostCellsWithOperations)
    for parameter in parameters.parameters {
      if case .string(let text) = parameter.value {
        world.addParameter(parameter.name, text: text)
      } else {
        world.addParameter(parameter.name, text: nil)
      }
    }
    for cell in outline.sharedCells { world.read(facts[cell], in: cell, of: nil) }
    for (cell, assignment) in outline.assignments.indexed {
      switch assignment {
      case .step(let unit): world.read(facts[cell], in: cell, of: unit)
      case .notebook(let unit):
        for use in references[unit]?.analysis?.state.uses ?? [] { world.add(use, of: unit) }
      case .notCode, .dropped, .skipped, .block, .orphaned: break
      }
    }
    return NotebookState(world, graph)
  }
}
