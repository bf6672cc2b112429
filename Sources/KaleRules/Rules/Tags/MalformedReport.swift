import KaleAnalysis
import NotebookModel

/// A malformed `report:` tag.
enum MalformedReport: CellRule {
  static let description = RuleDescription(
    code: "KALE016", name: "malformed-report", severity: .error, fix: .sometimesSafe,
    summary: "A `report:` tag is malformed.",
    rationale: """
      `report:enabled` and `report:disabled` turn the HTML report of a step on and off. Kale rejects notebooks with any \
      other value.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"report:yes"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"report:Disabled"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "report:disabled"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "report:yes"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "report:enabled"]
          model = 1
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(
      .report, description, of: cell, in: analysis, repair: MalformedConfigurationTag.switches(.report))
  }
}
