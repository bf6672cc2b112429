import KaleAnalysis

/// A line of a metrics cell that does not name a metric.
enum InvalidMetric: NotebookRule {
  static let description = RuleDescription(
    code: "KALE205", name: "invalid-metric", severity: .error,
    summary: "A line in a `pipeline-metrics` cell is not `print(name)`.",
    rationale: """
      Kale reads a metrics cell as lines of text. Each line must be exactly `print(name)`, where the name has at most \
      64 lowercase letters, digits and inner underscores and starts with a letter. Kale rejects the notebook for any \
      other line.
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
      case .noPrintOfAName: message = "A metrics cell may only contain `print(name)` lines."
      case .invalidName(let name):
        message =
          "`\(name)` is not a valid metric name. Use at most 64 lowercase letters, "
          + "digits and inner underscores."
      case .keyword(let word):
        message = "`\(word)` is a Python keyword and cannot be a metric. Print a variable."
      }
      return Finding(description, kale: .refused, at: .source(cell: fault.cell, range: fault.range), message)
    }
  }
}
