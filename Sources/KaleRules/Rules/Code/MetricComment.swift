import KaleAnalysis

/// A comment in a metrics cell.
enum MetricComment: NotebookRule {
  static let description = RuleDescription(
    code: "KALE206", name: "metric-comment", severity: .warning, fix: .safe,
    summary: "A `pipeline-metrics` cell holds a comment, which Kale refuses.",
    rationale: """
      \(KaleRelease.current) takes every line of a metrics cell for a `print(name)` and refuses the notebook for a comment. \
      `kale-lsp compile` passes over comments.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        «# How good it is»
        print(accuracy)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        print(accuracy)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          # How good it is
          print(accuracy)
          """,
          after: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          print(accuracy)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.metrics.faults.filter { $0.kind == .comment }.map { fault in
      Finding(
        description, kale: .refused, at: .source(cell: fault.cell, range: fault.range),
        "\(KaleRelease.current) refuses a comment in a metrics cell; `kale-lsp compile` passes over it. Remove it to compile with "
          + "Kale.",
        fixes: [analysis.removal(ofLines: fault.range, in: fault.cell)].compactMap { edit in
          edit.map { Fix("Remove the comment", .safe, [$0]) }
        })
    }
  }
}
