import KaleAnalysis
import NotebookModel

/// A malformed `annotation:` tag.
enum MalformedAnnotation: CellRule {
  static let description = RuleDescription(
    code: "KALE012", name: "malformed-annotation", severity: .error, fix: .suggested,
    summary: "An `annotation:` tag is malformed.",
    rationale: """
      `annotation:KEY:VALUE` sets an annotation on the step's pod. The key follows the Kubernetes syntax: letters, \
      digits and `-_.`, starting and ending with a letter or digit, with at most one `/`. Kale rejects notebooks with a \
      malformed annotation.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"annotation:a/b/c:value"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"annotation::value"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "annotation:example.com/owner:research"]
        model = 1
        """
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.annotation, description, of: cell, in: analysis)
  }
}
