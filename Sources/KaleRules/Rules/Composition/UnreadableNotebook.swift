import KaleAnalysis

/// A reference to a notebook that cannot be read.
enum UnreadableNotebook: StepRule {
  static let description = RuleDescription(
    code: "KALE501", name: "unreadable-notebook", severity: .error,
    summary: "A `notebook:` cell refers to a notebook that cannot be read.",
    rationale: """
      `notebook_path` is the path of the notebook that becomes part of the pipeline. A relative path \
      starts at the folder of the notebook that contains the cell. Kale rejects \
      notebooks with a path that does not lead to another notebook.
      """,
    whyNoFix: "Only you know where the notebook is.",
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
    // A limit is not a matter of the path.
    let isLimit = reason.contains("refer")
    let remedy = isLimit ? "Combine notebooks." : "Check `notebook_path` in the cell's metadata."
    return [
      Finding(
        description, kale: .refused, at: step.place,
        "Cannot read notebook `\(step.name)` from `\(reference.file)`: \(reason). \(remedy)")
    ]
  }
}
