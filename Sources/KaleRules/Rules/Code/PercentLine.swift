import KaleAnalysis
import NotebookModel

/// A line inside an expression that starts with `%`.
enum PercentLine: CellRule {
  static let description = RuleDescription(
    code: "KALE209", name: "percent-line", severity: .warning, concernsKaleAlone: true,
    summary: "A line inside an expression starts with `%`, and Kale reads it as a magic.",
    rationale: """
      \(KaleRelease.current) removes every line that starts with `%` before it parses the code. If such a line is part \
      of an expression, the rest is not valid Python, and Kale rejects the notebook with a syntax error that is not in your code. `kale-lsp compile` parses the line correctly.
      """,
    whyNoFix: "The line can be joined with the one above it in several ways.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:report"]
        accuracy = 1
        print("accuracy %s"
              «% accuracy)»
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:report"]
        accuracy = 1
        print("accuracy %s" %
              accuracy)
        text = \"\"\"
        % a comment of LaTeX
        \"\"\"
        """
      ]))

  static let traits: CellTraits = .unreadableCode

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), analysis.outline.assignments[cell] != .block(.pipelineParameters),
      let line = analysis.facts[cell].misreadLine
    else { return [] }
    return [
      Finding(
        description, kale: .refused, at: .source(cell: cell, range: line),
        "Kale reads this line as a magic and rejects the notebook; `kale-lsp` accepts it. "
          + "For Kale, move the `%` to the end of the previous line.")
    ]
  }
}
