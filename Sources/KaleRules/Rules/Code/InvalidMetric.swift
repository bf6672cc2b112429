import KaleAnalysis

/// A line of a metrics cell that names no metric.
enum InvalidMetric: NotebookRule {
  static let description = RuleDescription(
    code: "KALE205", name: "invalid-metric", severity: .error,
    summary: "A line in a `pipeline-metrics` cell is not `print(name)`.",
    rationale: """
      Kale reads a metrics cell as lines of text. Each must be exactly `print(name)`, the name in lower-case letters, \
      digits and inner underscores, 64 characters at most; it refuses the notebook for any other line.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        «print("accuracy", accuracy)»
        """,
        """
        # %% tags=["step:train"]
        Accuracy = 1
        # %% tags=["pipeline-metrics"]
        «print(Accuracy)»
        """,
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        «print(if)»
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        print(accuracy)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.metrics.faults.compactMap { fault in
      let message: String
      switch fault.kind {
      case .comment: return nil
      case .noPrintOfAName: message = "A metrics cell holds lines `print(name)` and nothing else."
      case .invalidName(let name):
        message =
          "`\(name)` cannot be a metric: lower-case letters, digits and inner underscores, 64 at most. Assign it to "
          + "a variable with such a name in its step."
      case .keyword(let word):
        message = "`\(word)` is a keyword of Python and cannot be a metric. Name a variable."
      }
      return Finding(description, kale: .refused, at: .source(cell: fault.cell, range: fault.range), message)
    }
  }
}
