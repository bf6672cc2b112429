import KaleAnalysis
import NotebookModel

/// A malformed `label:` tag.
enum MalformedLabel: CellRule {
  static let description = RuleDescription(
    code: "KALE011", name: "malformed-label", severity: .error, fix: .suggested,
    summary: "A `label:` tag is malformed.",
    rationale: """
      `label:KEY:VALUE` sets a label on the step's pod. The key follows the Kubernetes syntax: letters, digits and \
      `-_.`, starting and ending with a letter or digit, with at most one `/`. Kale rejects notebooks with a malformed \
      label.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"label:team"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"label:-team:research"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "label:example.com/team:research"]
        model = 1
        """
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.label, description, of: cell, in: analysis)
  }
}
