import KaleAnalysis
import NotebookModel

/// A malformed `image:` tag.
enum MalformedImage: CellRule {
  static let description = RuleDescription(
    code: "KALE014", name: "malformed-image", severity: .error, fix: .suggested,
    summary: "An `image:` tag is malformed.",
    rationale: """
      `image:REFERENCE` runs the step in another container image. Kale rejects notebooks with an `image:` tag that has no \
      reference.
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

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.image, description, of: cell, in: analysis)
  }
}
