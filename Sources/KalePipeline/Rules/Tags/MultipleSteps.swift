/// A cell that names two steps.
enum MultipleSteps: Rule {
  static let description = RuleDescription(
    code: "KALE006", name: "multiple-steps", severity: .error,
    summary: "A cell belongs to two steps.",
    rationale: "A cell can be part of one step only; Kale refuses the notebook where one names two.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load", «"step:clean"»]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:clean", "prev:load"]
        print(data)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load", "step:clean"]
          data = 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.notebook.cells.indices.flatMap { cell -> [Finding] in
      let tags = analysis.tags[cell]
      guard tags.isSuspect, analysis.notebook.cells[cell].kind == .code, tags.special == nil,
        let first = tags.steps.first
      else {
        return []
      }
      return tags.steps.dropFirst().filter { $0.name != first.name }.map { other in
        Finding(
          description, kale: .refused, at: .tag(cell: cell, index: other.tag),
          "The cell belongs to step `\(first.name)` already. Keep one `step:` tag, or split the cell in two.",
          related: [
            Finding.Related(.tag(cell: cell, index: first.tag), "The first `step:` tag of the cell.")
          ],
          fixes: [
            Fix("Keep `step:\(first.name)`", [.removeTag(cell: cell, index: other.tag)]),
            Fix(
              "Keep `step:\(other.name)`",
              tags.steps.filter { $0.tag != other.tag }.map { .removeTag(cell: cell, index: $0.tag) }),
          ])
      }
    }
  }
}
