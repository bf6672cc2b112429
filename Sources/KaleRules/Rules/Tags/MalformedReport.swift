import KaleAnalysis

/// A `report:` tag has a wrong form.
enum MalformedReport: CellRule {
  static let description = RuleDescription(
    code: "KALE016", name: "malformed-report", severity: .error, fix: .sometimesSafe,
    summary: "A `report:` tag has a wrong form.",
    rationale: """
      `report:enabled` and `report:disabled` switch the HTML report of a step on and off. Kale refuses the \
      notebook for another value.
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(
      .report, description, of: cell, in: analysis, repair: MalformedConfigurationTag.switches(.report))
  }
}
