import KaleAnalysis

/// A step that names itself as its previous step.
enum SelfDependency: Rule {
  static let description = RuleDescription(
    code: "KALE101", name: "self-dependency", severity: .error, fix: .safe,
    summary: "A step names itself in `prev:`.",
    rationale: "A step cannot run after itself; Kale stops with \"Graph contains a cycle\".",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"prev:train"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "prev:train"]
          model = 1
          """,
          after: """
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.graph.irregularEdges.filter { $0.unit == $0.previous }.map { edge in
      let cell = analysis.outline.units[edge.unit].definition
      return Finding(
        description, kale: .refused, at: .tag(cell: cell, index: edge.tag),
        "Step `\(edge.name)` cannot run after itself. Remove `prev:\(edge.name)`.",
        fixes: [
          Fix("Remove tag `prev:\(edge.name)`", .safe, [.removeTag(cell: cell, index: edge.tag)])
        ])
    }
  }
}
