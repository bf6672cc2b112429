import KaleAnalysis

/// A comment in a metrics cell.
enum MetricComment: NotebookRule {
  static let description = RuleDescription(
    code: "KALE206", name: "metric-comment", severity: .warning, concernsKaleAlone: true, fix: .safe,
    summary: "A `pipeline-metrics` cell contains a comment, which Kale rejects.",
    rationale: """
      \(KaleRelease.current) reads every line of a metrics cell as `print(name)` and rejects the notebook for a \
      comment. `kale-lsp compile` ignores comments.
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
    // In a cell that prints no metrics, comments are the least of its faults.
    let faulty = Set(analysis.metrics.faults.lazy.filter { $0.kind != .comment }.map(\.cell))
    let inherited = faulty.isEmpty ? nil : InheritedCells(of: .pipelineMetrics, in: analysis)
    return analysis.metrics.faults.filter { fault in
      fault.kind == .comment && !(inherited?.contains(fault.cell) ?? false && faulty.contains(fault.cell))
    }.map { fault in
      Finding(
        description, kale: .refused, at: .source(cell: fault.cell, range: fault.range),
        "Kale rejects notebooks with comments in a metrics cell; `kale-lsp` ignores them. For Kale, remove "
          + "the comment.",
        fixes: [analysis.removal(ofLines: fault.range, in: fault.cell)].compactMap { edit in
          edit.map { Fix("Remove the comment", .safe, [$0]) }
        })
    }
  }
}
