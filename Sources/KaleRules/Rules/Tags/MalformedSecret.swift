import KaleAnalysis
import NotebookModel

/// A malformed `secret:` tag.
enum MalformedSecret: CellRule {
  static let description = RuleDescription(
    code: "KALE013", name: "malformed-secret", severity: .error, fix: .suggested,
    summary: "A `secret:` tag is malformed.",
    rationale: """
      `secret:NAME:KEY:ENVIRONMENT_VARIABLE` exposes a key of a Kubernetes secret to the step as an environment variable. \
      Kale rejects notebooks with a malformed secret.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"secret:database:password"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"secret:Database:password:PASSWORD"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"secret:database:password:1PASSWORD"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "secret:database:password:DB_PASSWORD"]
        model = 1
        """
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.secret, description, of: cell, in: analysis)
  }
}
