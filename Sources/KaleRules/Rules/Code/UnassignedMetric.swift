import KaleAnalysis

/// A metric that no step makes.
enum UnassignedMetric: NotebookRule {
  static let description = RuleDescription(
    code: "KALE207", name: "unassigned-metric", severity: .warning,
    summary: "No step mentions a metric.",
    rationale: """
      A metric is reported by the step nearest the end of the pipeline whose code mentions its name. One that no step \
      mentions is dropped without a word.
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
        "No step mentions `\(declaration.metric.variable)`, so this metric is not reported. Name a variable of a step."
      )
    }
  }
}
