import KaleAnalysis

/// An `image:` tag has a wrong form.
enum MalformedImage: Rule {
  static let description = RuleDescription(
    code: "KALE014", name: "malformed-image", severity: .error,
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.image, description, in: analysis)
  }
}
