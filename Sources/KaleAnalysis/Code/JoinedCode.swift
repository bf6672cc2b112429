import PythonSyntax

/// The code of successive cells, in a step or in a shared block.
///
/// Facts of cells are joined without reading any text again. Only around a cell that is not Python by itself is the text
/// joined, as Kale does with all cells: a statement may span two cells.
struct JoinedCode {
  let facts: CellFacts
  /// Whether the cells are Python only together.
  let isSplit: Bool

  init(_ cells: [CodeFacts]) {
    if let facts = Self.factsTogether(cells) {
      self.facts = facts
      isSplit = true
    } else {
      facts = cells.count == 1 ? cells[0].facts : CellFacts.joined(cells.map(\.facts))
      isSplit = false
    }
  }

  /// The text of cells as Kale reads it.
  static func text(of cells: some Sequence<CodeFacts>) -> [UInt8] {
    Array(cells.map(\.source).joined(separator: [UInt8(ascii: "\n")]))
  }

  private static func factsTogether(_ cells: [CodeFacts]) -> CellFacts? {
    guard cells.count > 1, let region = brokenRegion(cells) else { return nil }
    let together = CodeFacts(analysing: text(of: cells[region]))
    guard together.facts.syntaxErrors.isEmpty, together.facts.escapes.isEmpty, together.misreadLine == nil
    else { return nil }
    return CellFacts.joined(
      cells[..<region.lowerBound].map(\.facts) + [together.facts] + cells[region.upperBound...].map(\.facts))
  }

  /// The cells from the first to the last that is not Python, with the code right before and right after them.
  private static func brokenRegion(_ cells: [CodeFacts]) -> Range<Int>? {
    guard let first = cells.firstIndex(where: { !$0.facts.syntaxErrors.isEmpty }),
      let last = cells.lastIndex(where: { !$0.facts.syntaxErrors.isEmpty })
    else { return nil }
    let hasCode = { (cell: CodeFacts) in !cell.facts.statements.isEmpty || !cell.facts.escapes.isEmpty }
    let start = cells[..<first].lastIndex(where: hasCode) ?? first
    let end = cells[(last + 1)...].firstIndex(where: hasCode) ?? last
    return start..<end + 1
  }
}
