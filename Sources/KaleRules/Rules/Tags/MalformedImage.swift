import KaleAnalysis

/// An `image:` tag has a wrong form.
enum MalformedImage: CellRule {
  static let description = RuleDescription(
    code: "KALE014", name: "malformed-image", severity: .error, fix: .suggested,
    summary: "An `image:` tag has a wrong form.",
    rationale: """
      `image:REFERENCE` runs the step in another container image. Kale refuses the notebook where the \
      reference is missing.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"image:"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "image:python:3.12-slim"]
        model = 1
        """
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.image, description, of: cell, in: analysis)
  }
}
