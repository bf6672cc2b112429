import KaleAnalysis
import NotebookModel

/// A step behind the metrics.
enum MetricsNotLast: NotebookRule {
  static let description = RuleDescription(
    code: "KALE107", name: "metrics-not-last", severity: .error,
    summary: "A step comes after a `pipeline-metrics` cell.",
    rationale: """
      Metrics are results of the whole pipeline; Kale refuses a notebook where a step follows their cell. It does not \
      notice where an imports, functions or parameters cell stands between the two; the metrics are reported all the \
      same.
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
    let lastStep = analysis.outline.units.filter { !$0.isNotebook }.compactMap(\.cells.last).max() ?? -1
    var findings: [Finding] = []
    var metrics: (cell: Int, tag: Int)?
    for cell in analysis.outline.assignments.indices {
      if analysis.outline.assignments[cell] == .block(.pipelineMetrics), let tag = analysis.tags[cell].special
      {
        metrics = (cell, tag)
        if cell < lastStep { findings.append(unnoticed(metricsCell: cell, tag: tag)) }
      } else if let metrics, following.contains(cell) {
        // Kale refuses the notebook for this one, whatever stands between others.
        if findings.last?.place.cell == metrics.cell { findings.removeLast() }
        findings.append(refused(metricsCell: metrics.cell, tag: metrics.tag, step: cell))
      }
    }
    return findings
  }

  private static func refused(metricsCell: Int, tag: Int, step: Int) -> Finding {
    Finding(
      description, kale: .refused, at: .tag(cell: metricsCell, index: tag),
      "A step follows the metrics, in cell \(step + 1). Move this cell to the end of the notebook.",
      related: [.init(.cell(step), "The step that follows.")])
  }

  private static func unnoticed(metricsCell: Int, tag: Int) -> Finding {
    Finding(
      description, severity: .information, kale: .accepted, at: .tag(cell: metricsCell, index: tag),
      "There are steps below the metrics. Move this cell to the end of the notebook.")
  }
}
