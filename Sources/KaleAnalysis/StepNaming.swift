import NotebookModel
import PythonSyntax

/// Proposes names for steps.
package enum StepNaming {
  /// A valid name drawn from what a cell holds: its first comment, the function it calls, the variable it assigns.
  /// Not checked for being free.
  package static func proposal(for analysis: NotebookAnalysis, cell: CellIndex) -> String {
    words(of: cell, in: analysis).lazy.compactMap(name).first ?? fallback
  }

  /// Returns the name that a cell proposes, if it says what the cell is about: `x` and `df` may be anything.
  package static func tellingProposal(for analysis: NotebookAnalysis, cell: CellIndex) -> String? {
    words(of: cell, in: analysis).lazy.compactMap(name).first { $0.count > longestAbbreviation }
  }

  private static func words(of cell: CellIndex, in analysis: NotebookAnalysis) -> [String] {
    guard analysis.notebook.cells.indices.contains(cell) else { return [] }
    let facts = analysis.facts[cell].facts
    let source = analysis.notebook.cells[cell].source.string
    // What a cell imports says little of what it does.
    let variable = facts.bindings.first { $0.kind != .import } ?? facts.bindings.first
    return [firstComment(of: source), facts.ownCalls.first, variable?.name].compactMap(\.self)
  }

  /// The name of a step of which nothing is known.
  package static let fallback = "step_1"
  private static let longestAbbreviation = 2
  private static let maximumWords = 4

  /// The words of the comment that the code starts with.
  private static func firstComment(of source: String) -> String? {
    for line in source.split(whereSeparator: \.isNewline) {
      let trimmed = line.drop { $0 == " " || $0 == "\t" }
      if trimmed.isEmpty { continue }
      guard trimmed.hasPrefix("#") else { return nil }
      let words = trimmed.drop { $0 == "#" || $0 == " " || $0 == "%" || $0 == "!" }
      if words.contains(where: \.isLetter) { return String(words) }
    }
    return nil
  }

  private static func name(from words: String) -> String? {
    guard let name = StepName.suggestion(for: words) else { return nil }
    let short = name.split(separator: "_").prefix(maximumWords).joined(separator: "_")
    guard let valid = StepName.suggestion(for: short), ReservedStepName.role(of: valid) == nil else {
      return nil
    }
    return valid
  }
}

extension CellFacts {
  /// Names called directly that the code neither defines nor takes from Python itself, the first first.
  fileprivate var ownCalls: [String] {
    let calls = Set(calls).excluding(BuiltinNames.python)
    return reads.map(\.name).filter(calls.contains)
  }
}
