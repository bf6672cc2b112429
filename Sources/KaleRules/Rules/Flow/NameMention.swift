import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Whether a name exists in a step of Kale's pipeline: the step defines it, or takes it, or it is a parameter or one of
  /// imports and functions cells.
  func isKnown(_ name: String, toKaleIn unit: UnitIndex) -> Bool {
    let flow = kaleFlow.flows[unit]
    return units[unit].ownNames.contains(name) || flow.inputs.contains(name) || flow.parameters.contains(name)
      || sharedCells.contains { facts[$0].binding(of: name) != nil }
  }

  /// The fix that spells names in a line of their own, so that Kale passes them to the step.
  ///
  /// - Parameters:
  ///   - names: The names, in the order of the line.
  ///   - position: A byte of the statement before which the line goes.
  ///   - cell: The statement's cell.
  /// - Returns: The fix; nil if no statement starts there or before.
  func mention(of names: [String], beforeStatementAt position: Int, in cell: CellIndex) -> Fix? {
    guard let statement = facts[cell].facts.statements.last(startingUpTo: position) else { return nil }
    let start = statement.range.lowerBound
    let list = names.joined(separator: ", ")
    return Fix(
      "Add `\(list)` before this statement",
      [.replaceSource(cell: cell, range: start..<start, with: list + "\n")])
  }
}
