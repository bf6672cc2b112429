import KaleAnalysis

/// A cell that names two steps.
enum MultipleSteps: CellRule {
  static let description = RuleDescription(
    code: "KALE006", name: "multiple-steps", severity: .error, fix: .suggested,
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

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    let tags = analysis.tags[cell]
    guard tags.special == nil else { return [] }
    let named = tags.steps.filter { !$0.name.isEmpty }
    guard let first = named.first else { return [] }
    return tags.steps.filter { $0.name != first.name }.map { finding($0, after: first, in: cell, tags) }
  }

  /// Of more tags in one cell, hardly one is the one to keep.
  private static let longestList = 20

  private static func finding(
    _ other: CellTags.Reference, after first: CellTags.Reference, in cell: Int, _ tags: CellTags
  ) -> Finding {
    var fixes = [Fix("Keep `step:\(first.name)`", [.removeTag(cell: cell, index: other.tag)])]
    if !other.name.isEmpty, tags.steps.count <= longestList {
      let rest = tags.steps.filter { $0.tag != other.tag }
      fixes.append(Fix("Keep `step:\(other.name)`", rest.map { .removeTag(cell: cell, index: $0.tag) }))
    }
    return Finding(
      description, kale: .refused, at: .tag(cell: cell, index: other.tag),
      "The cell belongs to step `\(first.name)` already. Keep one `step:` tag, or split the cell in two.",
      related: [Finding.Related(.tag(cell: cell, index: first.tag), "The `step:` tag that counts.")],
      fixes: fixes)
  }
}
