import KaleAnalysis

/// Two nodes of the graph with the same name.
enum DuplicateName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE109", name: "duplicate-name", severity: .error,
    summary: "A step and a referenced notebook have the same name.",
    rationale: "Steps and referenced notebooks are nodes of one graph. Kale rejects duplicate names.",
    whyNoFix: "Only you know which of the two a `prev:` tag means, so only you can rename one of them.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=[«"notebook:load"»]
        # %% tags=["step:train"]
        print(1)
        """,
        """
        # %% tags=["notebook:load"]
        # %% tags=[«"step:load"»]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:load"]
        more = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.duplicates.compactMap { index in
      let unit = analysis.outline.units[index]
      guard let first = analysis.outline.unit(named: unit.name) else { return nil }
      return Finding(
        description, kale: .refused, at: analysis.definition(of: index),
        "`\(unit.name)` is already the name of another step or notebook. Rename one of them.",
        related: [.init(analysis.definition(of: first), "The other `\(unit.name)`.")])
    }
  }
}
