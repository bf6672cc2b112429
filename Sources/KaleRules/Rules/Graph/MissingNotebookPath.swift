import KaleAnalysis

/// A reference to another notebook that does not say where it is.
enum MissingNotebookPath: StepRule {
  static let description = RuleDescription(
    code: "KALE111", name: "missing-notebook-path", severity: .error,
    summary: "A `notebook:` cell does not say where the notebook is.",
    rationale: """
      The tag names the notebook; its path stands in the cell's metadata, as `notebook_path`. Kale refuses the \
      notebook where it is missing.
      """,
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
        "The cell does not say where notebook `\(step.name)` is. Set `notebook_path` in the cell's metadata.")
    ]
  }
}
