import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A statement that spans several cells.
enum SplitStatement: CellRule {
  static let description = RuleDescription(
    code: "KALE211", name: "split-statement", severity: .error,
    summary: "A statement spans several cells of a step.",
    rationale: """
      Kale joins the cells of a step before it parses them, so it accepts cells that are not valid Python by \
      themselves. When the step runs, each cell runs separately, as in Jupyter, and the first such cell fails with a \
      SyntaxError.
      """,
    whyNoFix: "A fix would have to join cells. Move the rest of the statement to the cell that it starts in.",
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

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.splitCells.contains(cell),
      let error = analysis.facts[cell].facts.syntaxErrors.first
    else { return [] }
    return [
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: error.range),
        "This statement spans several cells, but each cell runs separately and fails with a "
          + "SyntaxError. Put the whole statement in one cell.")
    ]
  }
}
