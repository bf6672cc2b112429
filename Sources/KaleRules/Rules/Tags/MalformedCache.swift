import KaleAnalysis
import NotebookModel

/// A malformed `cache:` tag.
enum MalformedCache: CellRule {
  static let description = RuleDescription(
    code: "KALE015", name: "malformed-cache", severity: .error, fix: .sometimesSafe,
    summary: "A `cache:` tag is malformed.",
    rationale: """
      `cache:enabled` and `cache:disabled` turn caching of a step on and off. Kale rejects notebooks with any other value.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"cache:on"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"cache:"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "cache:disabled"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "cache:off"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "cache:disabled"]
          model = 1
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(
      .cache, description, of: cell, in: analysis, repair: MalformedConfigurationTag.switches(.cache))
  }
}
