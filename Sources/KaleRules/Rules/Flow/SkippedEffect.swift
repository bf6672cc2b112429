import KaleAnalysis
import NotebookModel

/// A skipped cell that changes what a later step uses.
enum SkippedEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE236", name: "skipped-effect", severity: .warning, fix: .suggested,
    summary: "A skipped cell changes something that a later step uses.",
    rationale: """
      In the notebook, a cell with the tag `skip` runs like any other. In the pipeline it does not run: a later step \
      gets the value that the variable had before the cell, random numbers are not seeded, and options are not set. \
      Nothing fails; the pipeline computes a different result than the notebook. This is the same with both runtimes.

      If the pipeline is meant to do without the change, for example a smaller table for trying things out, ignore the \
      finding with `# kale: ignore[skipped-effect]` in the cell.

      The finding names the first step that misses each change. Changes that may not happen, in a branch or a loop, are \
      not reported, and a name that only skipped cells define is a missing name (`missing-name`).
      """,
    whyNoFix: "If no step is above the cell, only you know which step its code belongs to.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        rows = [3, 1, 2]
        # %% tags=["skip"]
        «rows» = sorted(rows)
        # %% tags=["step:report", "prev:load"]
        print(rows)
        """,
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:load"]
        df = pd.DataFrame({"price": [1.0, None]})
        # %% tags=["skip"]
        «df["price"]» = df["price"].fillna(0)
        # %% tags=["step:report", "prev:load"]
        print(df["price"].mean())
        """,
        """
        # %% tags=["imports"]
        import numpy as np
        # %% tags=["skip"]
        «np.random.seed»(0)
        # %% tags=["step:sample"]
        print(np.random.rand())
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        rows = [3, 1, 2]
        total = 0
        # %% tags=["skip"]
        print(sorted(rows))
        for row in rows:
            total = total + row
        # %% tags=["step:report", "prev:load"]
        total = sum(rows)
        print(rows, total)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          rows = [3, 1, 2]
          # %% tags=["skip"]
          rows = sorted(rows)
          # %% tags=["step:report", "prev:load"]
          print(rows)
          """,
          after: """
          # %% tags=["step:load"]
          rows = [3, 1, 2]
          # %%
          rows = sorted(rows)
          # %% tags=["step:report", "prev:load"]
          print(rows)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let search = SkippedChangeSearch(analysis)
    if search.found.isEmpty { return [] }
    var findings: [Finding] = []
    var isBelowStep = false
    for (cell, assignment) in analysis.outline.assignments.indexed {
      switch assignment {
      case .step: isBelowStep = true
      case .skipped:
        guard let changes = search.found[cell], let first = changes.first else { continue }
        findings.append(finding(cell, first, changes, isBelowStep: isBelowStep, analysis))
      case .block, .notebook, .orphaned, .dropped: isBelowStep = false
      case .notCode: break
      }
    }
    return findings
  }

  private static func finding(
    _ cell: CellIndex, _ first: SkippedChange, _ changes: [SkippedChange], isBelowStep: Bool,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    var texts = changes.prefix(mostChanges).map(\.predicate)
    if changes.count > texts.count { texts.append("changes more") }
    let step = analysis.stepName(first.reader)
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: first.range),
      "This cell \(texts.inWords), but it is skipped, and step `\(step)` depends on that. "
        + "Remove the tag `skip`, or move the code to a step.",
      related: changes.prefix(mostChanges).map { .init($0.read, "This depends on it.") },
      fixes: isBelowStep ? fixes(cell, analysis) : [])
  }

  /// The largest number of changes that a message lists.
  private static let mostChanges = 3

  /// Without the tag, the cell belongs to the step above it.
  private static func fixes(_ cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    guard let tag = analysis.tags[cell].special else { return [] }
    return [Fix("Remove `skip`", [.removeTag(cell: cell, index: tag)])]
  }
}

extension SkippedChange {
  /// What the cell does, as a predicate with code in backticks.
  fileprivate var predicate: String {
    switch kind {
    case .reassigns(let name): "reassigns `\(name)`"
    case .changes(let name): "changes `\(name)`"
    case .writes(let file): file.change
    case .sets(let setting): setting.isSeededAnew ? setting.item.change : setting.setting
    }
  }
}
