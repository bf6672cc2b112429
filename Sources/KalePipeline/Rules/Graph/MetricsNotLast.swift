/// A step behind the metrics.
enum MetricsNotLast: Rule {
  static let description = RuleDescription(
    code: "KALE107", name: "metrics-not-last", severity: .error,
    summary: "A step comes right after a `pipeline-metrics` cell.",
    rationale:
      "Metrics are results of the whole pipeline; Kale refuses a notebook where a step follows their cell.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=[«"pipeline-metrics"»]
        print(accuracy)
        # %% tags=["step:report"]
        print(1)
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
    analysis.outline.stepsAfterMetrics.compactMap { step in
      let metrics = analysis.outline.cells(of: .pipelineMetrics).last {
        $0 < step && analysis.tags[$0].special != nil
      }
      guard let metrics, let tag = analysis.tags[metrics].special else { return nil }
      return Finding(
        description, kale: .refused, at: .tag(cell: metrics, index: tag),
        "A step follows the metrics, in cell \(step + 1). Move this cell to the end of the notebook.",
        related: [.init(.cell(step), "The step that follows.")])
    }
  }
}
