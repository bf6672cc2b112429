import KaleAnalysis

/// A reference that leads to no notebook.
enum UnreadableNotebook: StepRule {
  static let description = RuleDescription(
    code: "KALE501", name: "unreadable-notebook", severity: .error,
    summary: "A `notebook:` cell refers to a notebook that cannot be read.",
    rationale: """
      The `notebook_path` of the cell leads to the notebook that becomes a part of the pipeline; a relative path counts \
      from the folder of the notebook it is written in. Kale refuses the notebook where no other one is there.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        """,
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        {"cells": [
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        model = 1
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.referringUnits }

  static func check(_ step: StepContext) -> [Finding] {
    guard let reference = step.reference, case .unreadable(let reason) = reference.state else { return [] }
    return [
      Finding(
        description, kale: .refused, at: step.place,
        "`\(reference.file)`, which `notebook:\(step.name)` refers to, cannot be read: \(reason). "
          + "Put `notebook_path` in the cell's metadata right.")
    ]
  }
}
