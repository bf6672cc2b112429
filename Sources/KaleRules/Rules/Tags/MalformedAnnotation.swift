import KaleAnalysis

/// An `annotation:` tag has a wrong form.
enum MalformedAnnotation: CellRule {
  static let description = RuleDescription(
    code: "KALE012", name: "malformed-annotation", severity: .error, fix: .suggested,
    summary: "An `annotation:` tag has a wrong form.",
    rationale: """
      `annotation:KEY:VALUE` gives the step's pod an annotation. The key is one of Kubernetes': letters, \
      digits and `-_.`, a letter or digit at both ends, at most one `/`. Kale refuses the notebook for \
      another form.
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    MalformedConfigurationTag.findings(.annotation, description, of: cell, in: analysis)
  }
}
