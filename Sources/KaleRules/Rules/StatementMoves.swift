import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Moves of statements from blocks to the steps that need them, for fixes.
extension NotebookAnalysis {
  /// Where a statement goes in the code of a step.
  enum StepEnd {
    case start, end
  }

  /// Returns the fix that moves a statement at module level into a step; nil where its lines contain anything else, or
  /// where the step's code begins with a magic that takes the whole cell.
  func move(ofStatement range: Range<Int>, in cell: CellIndex, to end: StepEnd, of unit: UnitIndex) -> Fix? {
    let cells = outline.units[unit].cells.filter { notebook.cells[$0].kind == .code }
    guard let removal = removal(ofStatement: range, in: cell),
      let target = end == .start ? cells.first : cells.last,
      !facts[target].facts.escapes.contains(where: { $0.kind == .cellMagic })
    else { return nil }
    let statement = text(of: range, in: cell)
    let source = notebook.cells[target].source.utf8
    let addition: NotebookEdit
    switch end {
    case .start: addition = .replaceSource(cell: target, range: 0..<0, with: statement + "\n")
    case .end:
      let isOnNewLine = source.last.map { $0 == UInt8(ascii: "\n") } ?? true
      addition = .replaceSource(
        cell: target, range: source.count..<source.count, with: (isOnNewLine ? "" : "\n") + statement)
    }
    return Fix("Move `\(firstLine(of: statement))` to step `\(stepName(unit))`", [removal, addition])
  }

  /// Returns the fix that moves a statement at module level to the imports cells, which every step runs; nil where its
  /// lines contain anything else.
  func moveToImports(ofStatement range: Range<Int>, in cell: CellIndex) -> Fix? {
    guard let removal = removal(ofStatement: range, in: cell) else { return nil }
    let statement = text(of: range, in: cell)
    return Fix(
      "Move `\(firstLine(of: statement))` to the imports",
      [addition(toImports: statement, before: cell), removal])
  }

  /// Returns the first step that uses one of some names, if all others that use one run after it; nil otherwise.
  func onlyUser(of names: Set<String>) -> UnitIndex? {
    let users = units(using: names)
    guard let first = users.first, users.count <= Self.mostUsers, graph.isAcyclic else { return nil }
    return users.dropFirst().allSatisfy { graph.ancestors(of: $0).contains(first) } ? first : nil
  }

  /// What more steps use is seldom one step's.
  private static var mostUsers: Int { 16 }

  /// Returns the steps whose own code uses one of some names, in order.
  func units(using names: Set<String>) -> [UnitIndex] {
    outline.units.indices.filter { unit in
      !outline.units[unit].isNotebook
        && outline.units[unit].cells.contains { !facts[$0].facts.mentions.isDisjoint(with: names) }
    }
  }

  private func firstLine(of statement: String) -> String {
    statement.split(whereSeparator: \.isNewline).first.map(String.init) ?? statement
  }
}

extension StatementFact {
  /// The name that the statement assigns, if it assigns a single one.
  var assignedName: String? {
    switch kind {
    case .literalAssignment(let name, _), .signedNumberAssignment(let name, _), .otherAssignment(let name):
      name
    case .annotatedAssignment(let name): name
    case .complexAssignment, .printName, .name, .definition, .import, .constant, .guarded, .other: nil
    }
  }
}
