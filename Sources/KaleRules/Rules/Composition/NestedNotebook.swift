import KaleAnalysis

/// A referenced notebook that refers to another one.
enum NestedNotebook: StepRule {
  static let description = RuleDescription(
    code: "KALE503", name: "nested-notebook", severity: .warning, concernsKaleAlone: true,
    summary: "A referenced notebook refers to another notebook.",
    rationale: """
      `kale-lsp compile` compiles such references to nested pipelines. \(KaleRelease.current) supports one level of \
      references: it rejects notebooks that refer to one with references of its own.
      """,
    whyNoFix: "For Kale, the inner notebook's cells have to become cells of this one.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["notebook:preparation"] notebook_path="preparation.ipynb"
        # %% tags=["step:train"]
        model = data
        # file: preparation.ipynb
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["notebook:preparation"] notebook_path="preparation.ipynb"
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        model = data
        # file: preparation.ipynb
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.referringUnits }

  static func check(_ step: StepContext) -> [Finding] {
    guard step.release.limits.referenceDepth == 1, let reference = step.reference,
      let nested = reference.analysis?.outline.units.first(where: \.isNotebook)
    else { return [] }
    return [
      Finding(
        description, kale: .refused, at: step.place,
        "`\(reference.file)` refers to another notebook with `notebook:\(nested.name)`. Kale rejects nested references; "
          + "`kale-lsp` accepts them. To compile with Kale, move that cell to this notebook."
      )
    ]
  }
}
