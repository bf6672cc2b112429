import KaleAnalysis

/// Untagged code after a reference to another notebook.
enum OrphanedCode: NotebookRule {
  static let description = RuleDescription(
    code: "KALE110", name: "orphaned-code", severity: .error, fix: .suggested,
    summary: "Untagged code after a `notebook:` cell belongs to no step.",
    rationale: """
      A `notebook:` cell contains no code, so untagged cells below it join the next `step:` cell. Kale rejects notebooks \
      where none follows, or where another `notebook:` cell comes first.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["notebook:other"]
        «# %%»
        more = 2
        """
      ],
      nonTriggering: [
        """
        # %% tags=["notebook:other"]
        # %%
        more = 2
        # %% tags=["step:train"]
        print(more)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.orphans.map { cell in
      let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
      return Finding(
        description, kale: .refused, at: .cell(cell),
        "This cell belongs to no step: it follows a `notebook:` cell, and no `step:` cell comes next. Tag it.",
        fixes: [
          Fix("Add `step:\(name)`", [.addTag(cell: cell, tag: "step:\(name)")]),
          Fix("Add `skip`", [.addTag(cell: cell, tag: "skip")]),
        ])
    }
  }
}
