import KaleAnalysis
import NotebookModel

/// A metric that no step mentions.
enum UnassignedMetric: NotebookRule {
  static let description = RuleDescription(
    code: "KALE207", name: "unassigned-metric", severity: .warning, fix: .suggested,
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
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          print(acuracy)
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
    // Without an order of the steps there is no step nearest the end.
    guard !analysis.outline.units.isEmpty, analysis.graph.isAcyclic else { return [] }
    let unassigned = Set(analysis.flow.unassignedMetrics)
    let declarations = analysis.metrics.declarations.filter { unassigned.contains($0.metric) }
    guard !declarations.isEmpty else { return [] }
    let inherited = InheritedCells(of: .pipelineMetrics, in: analysis)
    let known = analysis.units.reduce(into: Set<String>()) { $0.formUnion($1.ownNames) }.sorted()
    // The finding about lines that are not metrics says which cells lack a tag.
    let faulty = analysis.metrics.faults.contains { $0.kind != .comment && inherited.contains($0.cell) }
    return declarations.filter { !inherited.contains($0.cell) }.map {
      finding(of: $0, known: known, analysis)
    }
      + (faulty
        ? []
        : inherited.findings(
          inCells: declarations.map(\.cell), description, severity: .warning, kale: .accepted))
  }

  private static func finding(
    of declaration: MetricReading.Declaration, known: [String], _ analysis: NotebookAnalysis
  ) -> Finding {
    let (cell, name) = (declaration.cell, declaration.metric.variable)
    let names = SpellingSuggestion.nearestNames(to: name, among: known).filter {
      MetricReading.isValid($0, in: analysis.release)
    }
    let changes = names.map { name in
      Fix(
        "Change to `print(\(name))`",
        [.replaceSource(cell: cell, range: declaration.range, with: "print(\(name))")])
    }
    let removal = analysis.removal(ofLines: declaration.range, in: cell).map {
      Fix("Remove `print(\(name))`", [$0])
    }
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: declaration.range),
      "Metric `\(name)` is not reported: no step mentions it. Print a name that a step defines.",
      fixes: changes + [removal].compactMap(\.self))
  }
}
