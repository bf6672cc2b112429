import KaleAnalysis

/// A reference to another notebook without its path.
enum MissingNotebookPath: StepRule {
  static let description = RuleDescription(
    code: "KALE111", name: "missing-notebook-path", severity: .error,
    summary: "A `notebook:` cell has no notebook path.",
    rationale: """
      The tag names the notebook, and `notebook_path` in the cell's metadata is its path. Kale rejects notebooks where \
      the path is missing.
      """,
    whyNoFix: "Only you know which notebook is meant.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=[«"notebook:training"»]
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.referringUnits }

  static func check(_ step: StepContext) -> [Finding] {
    guard step.isNotebook, step.cell.notebookPath?.isEmpty ?? true else { return [] }
    return [
      Finding(
        description, kale: .refused, at: step.place,
        "Notebook `\(step.name)` has no path. Set `notebook_path` in the cell's metadata.")
    ]
  }
}
