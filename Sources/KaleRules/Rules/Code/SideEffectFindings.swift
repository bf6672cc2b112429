import KaleAnalysis
import NotebookModel
import PythonSyntax

extension SideEffect {
  /// Returns the findings about the side effects of the cells of a block: one for each statement, and one for the cells
  /// that belong to the block only because they have no tag.
  static func findings(
    in block: SpecialTag, _ rule: RuleDescription, _ analysis: NotebookAnalysis
  ) -> [Finding] {
    var effects = find(in: block, analysis)
    guard !effects.isEmpty else { return [] }
    // A cell that needs a step fails in the first: that is reported, with the same remedy.
    let failing = SharedCellReads(analysis).cells
    effects.removeAll { failing.contains($0.cell) }
    // What a step changes has to be defined in a step, which another rule says.
    let changed = LostChangeSearch(analysis).changedSharedNames
    if !changed.isEmpty { effects.removeAll { binds($0.effect.range, in: $0.cell, one: changed, analysis) } }
    let inherited = InheritedCells(of: block, in: analysis)
    let severity = effects.map(\.effect.severity).min() ?? .information
    let article = block == .imports ? "an imports" : "a functions"
    return effects.filter { !inherited.contains($0.cell) }.enumerated().map { number, found in
      Finding(
        rule, severity: found.effect.severity, kale: .accepted,
        at: .source(cell: found.cell, range: found.effect.range),
        "\(found.effect.subject) in every step because this is \(article) cell. Move it to the step that needs it.",
        fixes: number < mostFixes ? found.effect.moves(from: found.cell, analysis) : [])
    } + inherited.findings(inCells: effects.map(\.cell), rule, severity: severity, kale: .accepted)
  }

  /// Whether the code at a range binds one of some names.
  private static func binds(
    _ range: Range<Int>, in cell: CellIndex, one names: Set<String>, _ analysis: NotebookAnalysis
  ) -> Bool {
    let facts = analysis.facts[cell].facts
    guard let statement = facts.statements.first(where: { $0.range.overlaps(range) }) else { return false }
    return facts.bindings.contains {
      names.contains($0.name) && statement.range.contains($0.range.lowerBound)
    }
  }

  /// The largest number of statements that have a fix.
  private static let mostFixes = 10

  /// Whether some code has one of some names as a word, in functions and strings too.
  private static func hasWord(of names: Set<String>, in code: ArraySlice<UInt8>) -> Bool {
    let names = names.map { Array($0.utf8) }
    return code.split { !($0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 >= 0x80) }.contains { word in
      names.contains { word.elementsEqual($0) }
    }
  }

  /// The fix that moves the statement to the step that needs it: the one that uses the value, if all others that use it
  /// run after that step; for a call, the first that uses a name of it.
  private func moves(from cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    let facts = analysis.facts[cell].facts
    guard let statement = facts.statements.first(where: { $0.range.overlaps(range) }) else { return [] }
    let unit: UnitIndex?
    switch kind {
    case .value:
      let names = Set(facts.bindings.filter { statement.range.contains($0.range.lowerBound) }.map(\.name))
      let isUsedHere = analysis.sharedCells.contains { other in
        let source = analysis.notebook.cells[other].source.utf8
        let parts =
          other == cell
          ? [source[..<statement.range.lowerBound], source[statement.range.upperBound...]] : [source[...]]
        return parts.contains { Self.hasWord(of: names, in: $0) }
      }
      unit = isUsedHere || names.isEmpty ? nil : analysis.onlyUser(of: names)
    case .call:
      let reads = Set(facts.reads.filter { statement.range.contains($0.range.lowerBound) }.map(\.name))
      unit = analysis.units(using: reads).first
    case .block: unit = nil
    }
    return unit.flatMap { analysis.move(ofStatement: statement.range, in: cell, to: .start, of: $0) }.map {
      [$0]
    } ?? []
  }
}
