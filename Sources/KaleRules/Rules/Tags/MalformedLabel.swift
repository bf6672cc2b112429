import KaleAnalysis

/// A `label:` tag has a wrong form.
enum MalformedLabel: CellRule {
  static let description = RuleDescription(
    code: "KALE011", name: "malformed-label", severity: .error, fix: .suggested,
    summary: "A `label:` tag has a wrong form.",
    rationale: """
      `label:KEY:VALUE` gives the step's pod a label. The key is one of Kubernetes': letters, digits and \
      `-_.`, a letter or digit at both ends, at most one `/`. Kale refuses the notebook for another form.
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.label, description, of: cell, in: analysis)
  }
}
