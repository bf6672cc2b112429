import KaleAnalysis
import NotebookModel

/// A cell that names more than one step.
enum MultipleSteps: CellRule {
  static let description = RuleDescription(
    code: "KALE006", name: "multiple-steps", severity: .error, fix: .suggested,
    summary: "A cell names more than one step.",
    rationale: "A cell can belong to only one step. Kale rejects notebooks with a cell that names two.",
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

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    let tags = analysis.tags[cell]
    guard tags.special == nil else { return [] }
    let named = tags.steps.filter { !$0.name.isEmpty }
    guard let first = named.first else { return [] }
    return tags.steps.filter { $0.name != first.name }.map { finding($0, after: first, in: cell, tags) }
  }

  /// With more tags on one cell, fixes that keep one of them are of little use.
  private static let longestList = 20

  private static func finding(
    _ other: CellTags.Reference, after first: CellTags.Reference, in cell: CellIndex, _ tags: CellTags
  ) -> Finding {
    var fixes = [Fix("Keep `step:\(first.name)`", [.removeTag(cell: cell, index: other.tag)])]
    if !other.name.isEmpty, tags.steps.count <= longestList {
      let rest = tags.steps.filter { $0.tag != other.tag }
      fixes.append(Fix("Keep `step:\(other.name)`", rest.map { .removeTag(cell: cell, index: $0.tag) }))
    }
    return Finding(
      description, kale: .refused, at: .tag(cell: cell, index: other.tag),
      "This cell already belongs to step `\(first.name)`. Keep one `step:` tag, or split the cell.",
      related: [Finding.Related(.tag(cell: cell, index: first.tag), "The first `step:` tag of the cell.")],
      fixes: fixes)
  }
}
