import PythonSyntax

/// The code of cells that stand one behind the other, in a step or in a block put in front of every step.
///
/// Facts of cells compose without any text being read again. Only where a cell is no Python by itself the text is put
/// together, as Kale does it always: a statement may reach over the border of two cells.
struct JoinedCode {
  let facts: CellFacts
  /// Whether the cells are Python only together.
  let isSplit: Bool

  init(_ cells: [SharedFacts]) {
    if let together = Self.factsTogether(cells) {
      (facts, isSplit) = (together, true)
    } else {
      (facts, isSplit) = (cells.count == 1 ? cells[0].facts : CellFacts.joined(cells.map(\.facts)), false)
    }
  }

  private static func factsTogether(_ cells: [SharedFacts]) -> CellFacts? {
    guard cells.count > 1, cells.contains(where: { !$0.facts.syntaxErrors.isEmpty }) else { return nil }
    let facts = CellFacts(analysing: Array(cells.map(\.source).joined(separator: [UInt8(ascii: "\n")])))
    return facts.syntaxErrors.isEmpty && facts.escapes.isEmpty ? facts : nil
  }
}
