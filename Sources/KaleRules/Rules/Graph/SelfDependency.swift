import KaleAnalysis

/// A step that depends on itself.
enum SelfDependency: StepRule {
  static let description = RuleDescription(
    code: "KALE101", name: "self-dependency", severity: .error, fix: .safe,
    summary: "A step depends on itself.",
    rationale: "A step cannot run after itself. Kale fails with \"Graph contains a cycle\".",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"prev:train"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "prev:train"]
          model = 1
          """,
          after: """
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.unitsNamingThemselves }

  static func check(_ step: StepContext) -> [Finding] {
    step.tagsNamingItself.map { tag in
      Finding(
        description, kale: .refused, at: .tag(cell: step.definition, index: tag),
        "Step `\(step.name)` depends on itself. Remove `prev:\(step.name)`.",
        fixes: [
          Fix("Remove tag `prev:\(step.name)`", .safe, [.removeTag(cell: step.definition, index: tag)])
        ])
    }
  }
}
