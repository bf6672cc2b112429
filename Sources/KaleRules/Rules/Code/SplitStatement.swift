import KaleAnalysis
import PythonSyntax

/// A statement that reaches over the border of two cells.
enum SplitStatement: CellRule {
  static let description = RuleDescription(
    code: "KALE211", name: "split-statement", severity: .error,
    summary: "A statement reaches over several cells of a step.",
    rationale: """
      Kale puts the cells of a step together before it reads them, so it accepts cells that are no Python by \
      themselves. When the step runs, each cell is run by itself, as in Jupyter, and the first such cell fails with a \
      SyntaxError.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        rows = «[»
        # %%
        1, 2«]»
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        rows = [1, 2]
        # %%
        rows.append(3)
        """
      ]))

  static let traits: CellTraits = .unreadableCode

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.splitCells.contains(cell),
      let error = analysis.facts[cell].facts.syntaxErrors.first
    else { return [] }
    return [
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: error.range),
        "This is Python only together with the cells that are joined to it, but each is run by itself and fails with a "
          + "SyntaxError. Put the whole statement into one cell.")
    ]
  }
}
