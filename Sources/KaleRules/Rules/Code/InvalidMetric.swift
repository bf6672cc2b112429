import KaleAnalysis
import NotebookModel

/// A line of a metrics cell that does not name a metric.
enum InvalidMetric: NotebookRule {
  static let description = RuleDescription(
    code: "KALE205", name: "invalid-metric", severity: .error, fix: .sometimesSafe,
    summary: "A line in a `pipeline-metrics` cell is not `print(name)`.",
    rationale: """
      Kale reads a metrics cell as lines of text. Each line must be exactly `print(name)`, where the name has at most \
      64 lowercase letters, digits and inner underscores and starts with a letter. Kale rejects the notebook for any \
      other line. An untagged cell below a metrics cell is part of it.
      """,
    whyNoFix:
      "A value without a name has to be assigned to one first, and an invalid name may be used in many places.",
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
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        print(accuracy)
        «# %%»
        share = accuracy / 2
        # %%
        print("explored", share)
        """,
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
          accuracy, loss = 1, 0
          # %% tags=["pipeline-metrics"]
          print(f"accuracy={accuracy:.2f}")
          print(loss)
          """,
          after: """
          # %% tags=["step:train"]
          accuracy, loss = 1, 0
          # %% tags=["pipeline-metrics"]
          print(accuracy)
          print(loss)
          """
        ),
        (
          before: """
          # %% tags=["step:train"]
          right, total = 1, 2
          # %% tags=["pipeline-metrics"]
          share = right / total
          print(share)
          """,
          after: """
          # %% tags=["step:train"]
          right, total = 1, 2
          share = right / total
          # %% tags=["pipeline-metrics"]
          print(share)
          """
        ),
        (
          before: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          print(accuracy)
          # %%
          # What comes below was only explored.
          share = accuracy / 2
          # %%
          print("explored", share)
          """,
          after: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          print(accuracy)
          # %% tags=["skip"]
          # What comes below was only explored.
          share = accuracy / 2
          # %% tags=["skip"]
          print("explored", share)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let faults = analysis.metrics.faults.filter { $0.kind != .comment }
    guard !faults.isEmpty else { return [] }
    let inherited = InheritedCells(of: .pipelineMetrics, in: analysis)
    var fixes = MetricFixes(in: analysis)
    // Kale reads lines; a statement over several of them is one fault.
    var seen: Set<NotebookPlace> = []
    return faults.filter { !inherited.contains($0.cell) }.compactMap { fault in
      let statement = fixes.statement(at: fault.range, in: fault.cell)
      if let statement, !seen.insert(.source(cell: fault.cell, range: statement.range)).inserted {
        return nil
      }
      return Finding(
        description, kale: .refused, at: .source(cell: fault.cell, range: fault.range), message(of: fault),
        fixes: statement.map { fixes.fixes(for: $0, line: fault.range, in: fault.cell) } ?? [])
    } + inherited.findings(inCells: faults.map(\.cell), description, severity: .error, kale: .refused)
  }

  private static func message(of fault: MetricReading.Fault) -> String {
    switch fault.kind {
    case .comment, .noPrintOfAName: "A metrics cell may only contain `print(name)` lines."
    case .invalidName(let name):
      "`\(name)` is not a valid metric name. Use at most 64 lowercase letters, digits and inner underscores."
    case .keyword(let word): "`\(word)` is a Python keyword and cannot be a metric. Print a variable."
    }
  }
}
