import KaleAnalysis

/// A line inside an expression that starts with `%`.
enum PercentLine: CellRule {
  static let description = RuleDescription(
    code: "KALE209", name: "percent-line", severity: .warning,
    summary: "A line inside an expression starts with `%`, and Kale takes it for a magic.",
    rationale: """
      \(KaleRelease.current) hides every line that starts with `%` before it reads the code. Where such a line is the middle of an \
      expression, what is left is not Python, and Kale refuses the notebook with a syntax error that is nowhere to be \
      seen. `kale-lsp compile` is not misled.
      """,
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), analysis.outline.assignments[cell] != .block(.pipelineParameters),
      let line = analysis.facts[cell].misreadLine
    else { return [] }
    return [
      Finding(
        description, kale: .refused, at: .source(cell: cell, range: line),
        "\(KaleRelease.current) takes this line for a magic because it starts with `%`, and refuses the notebook; `kale-lsp compile` "
          + "reads it. To compile with Kale, put the `%` at the end of the line above.")
    ]
  }
}
