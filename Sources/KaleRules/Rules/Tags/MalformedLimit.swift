import KaleAnalysis
import NotebookModel

/// A malformed `limit:` tag.
enum MalformedLimit: CellRule {
  static let description = RuleDescription(
    code: "KALE010", name: "malformed-limit", severity: .error, fix: .sometimesSafe,
    summary: "A `limit:` tag is malformed.",
    rationale: """
      `limit:RESOURCE:VALUE` sets a resource limit of the step's container, for example `limit:nvidia.com/gpu:1`. The \
      resource may contain only lowercase letters and `-_./`, the value only letters, digits, `_` and `.`. Kale rejects \
      notebooks with a malformed limit.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"limit:nvidia.com/GPU:2"»]
        model = 1
        """,
        """
        # %% tags=["step:train", «"limit:nvidia.com/gpu"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "limit:nvidia.com/gpu:1"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "limit:nvidia.com/GPU:2"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "limit:nvidia.com/gpu:2"]
          model = 1
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(
      .limit, description, of: cell, in: analysis, repair: { [inLowerCase($0)] })
  }

  /// The tag with its resource in lower case. The value stays: an `M` is a million, an `m` a thousandth.
  private static func inLowerCase(_ tag: String) -> String {
    guard let colon = tag.lastIndex(of: ":") else { return tag.lowercased() }
    return tag[..<colon].lowercased() + tag[colon...]
  }
}
