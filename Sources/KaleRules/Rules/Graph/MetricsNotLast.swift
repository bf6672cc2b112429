import KaleAnalysis
import NotebookModel

/// A step after the metrics.
enum MetricsNotLast: NotebookRule {
  static let description = RuleDescription(
    code: "KALE107", name: "metrics-not-last", severity: .error,
    summary: "A step follows a `pipeline-metrics` cell.",
    rationale: """
      Metrics are results of the whole pipeline. Kale rejects notebooks with a step after the metrics cell, unless an \
      imports, functions or parameters cell is between the two. In that case the metrics are reported as usual.
      """,
    whyNoFix: """
      A fix would have to move cells, and only you know what the cells between belong to. Move the metrics \
      cell to the end of the notebook.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=[«"pipeline-metrics"»]
        print(accuracy)
        # %% tags=["step:report"]
        print(1)
        """,
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=[«"pipeline-metrics"»]
        print(accuracy)
        # %% tags=["imports"]
        import os
        # %% tags=["step:report"]
        print(os)
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
    guard !analysis.outline.cells(of: .pipelineMetrics).isEmpty else { return [] }
    let following = Set(analysis.outline.stepsAfterMetrics)
    let lastStep = analysis.outline.units.filter { !$0.isNotebook }.compactMap(\.cells.last).max()
    var findings: [Finding] = []
    var metrics: (cell: CellIndex, tag: TagIndex)?
    for cell in analysis.outline.assignments.indices {
      if analysis.outline.assignments[cell] == .block(.pipelineMetrics), let tag = analysis.tags[cell].special
      {
        metrics = (cell, tag)
        if let lastStep, cell < lastStep { findings.append(unnoticed(metricsCell: cell, tag: tag)) }
      } else if let metrics, following.contains(cell) {
        // Kale rejects the notebook for this one, even if it misses others.
        if findings.last?.place.cell == metrics.cell { findings.removeLast() }
        findings.append(refused(metricsCell: metrics.cell, tag: metrics.tag, step: cell))
      }
    }
    return findings
  }

  private static func refused(metricsCell: CellIndex, tag: TagIndex, step: CellIndex) -> Finding {
    Finding(
      description, kale: .refused, at: .tag(cell: metricsCell, index: tag),
      "The step in cell \(step.number) follows the metrics. Move this cell to the end of the notebook.",
      related: [.init(.cell(step), "The step that follows the metrics.")])
  }

  private static func unnoticed(metricsCell: CellIndex, tag: TagIndex) -> Finding {
    Finding(
      description, severity: .information, kale: .accepted, at: .tag(cell: metricsCell, index: tag),
      "Steps follow the metrics. Move this cell to the end of the notebook.")
  }
}
