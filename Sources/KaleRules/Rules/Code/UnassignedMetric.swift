import KaleAnalysis

/// A metric that no step mentions.
enum UnassignedMetric: NotebookRule {
  static let description = RuleDescription(
    code: "KALE207", name: "unassigned-metric", severity: .warning,
    summary: "A metric is not mentioned in any step.",
    rationale: """
      The step nearest the end of the pipeline whose code mentions a metric's name reports it. A metric that no step \
      mentions is silently dropped.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        «print(acuracy)»
        """
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
    // Without an order of the steps there is no step nearest the end.
    guard !analysis.outline.units.isEmpty, analysis.graph.isAcyclic else { return [] }
    let unassigned = Set(analysis.flow.unassignedMetrics)
    return analysis.metrics.declarations.filter { unassigned.contains($0.metric) }.map { declaration in
      Finding(
        description, kale: .accepted, at: .source(cell: declaration.cell, range: declaration.range),
        "Metric `\(declaration.metric.variable)` is not reported: no step mentions it. Print a name that a step defines."
      )
    }
  }
}
