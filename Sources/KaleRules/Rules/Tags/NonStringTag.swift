import KaleAnalysis
import NotebookModel

/// An element of a list of tags that is not a string.
enum NonStringTag: CellRule {
  static let description = RuleDescription(
    code: "KALE005", name: "non-string-tag", severity: .error, fix: .safe,
    summary: "A tag is not a string.",
    rationale: "Kale rejects notebooks with a tag that is not a string.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load", «1»]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load", null]
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
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, tag.entry.text == nil else { return nil }
      return Finding(
        description, kale: .refused, at: tag.place, "A tag must be a string. Quote it, or remove it.",
        fixes: [Fix("Remove the tag", .safe, [.removeTag(cell: tag.cell, index: tag.index)])])
    }
  }
}
