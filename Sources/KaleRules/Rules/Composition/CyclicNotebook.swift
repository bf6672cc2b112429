import KaleAnalysis

/// A notebook that refers to itself, directly or through others.
enum CyclicNotebook: StepRule {
  static let description = RuleDescription(
    code: "KALE502", name: "cyclic-notebook", severity: .error,
    summary: "A notebook refers to itself, directly or through others.",
    rationale: """
      A referenced notebook becomes part of the pipeline, so a notebook that refers back to itself would contain itself. \
      Kale rejects it.
      """,
    whyNoFix: "Only you know which of the references is wrong.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"notebook:again"»] notebook_path="example.ipynb"
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        model = 1
        # %% tags=["notebook:main"] notebook_path="./example.ipynb"
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
    guard case .cyclic(let chain) = step.reference?.state else { return [] }
    let message =
      chain.count > 2
      ? "`notebook:\(step.name)` refers back to this notebook: "
        + chain.map { "`\($0)`" }.joined(separator: " → ") + "."
      : "`notebook:\(step.name)` refers to its own notebook."
    return [
      Finding(
        description, kale: .refused, at: step.place,
        message + " Refer to another notebook, or remove the cell.")
    ]
  }
}
