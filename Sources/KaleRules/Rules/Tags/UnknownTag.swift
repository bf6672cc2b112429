import KaleAnalysis
import NotebookModel

/// A tag that looks like a misspelled Kale tag.
enum UnknownTag: CellRule {
  static let description = RuleDescription(
    code: "KALE001", name: "unknown-tag", severity: .error, fix: .sometimesSafe,
    summary: "A tag looks like a misspelled Kale tag.",
    rationale: """
      Kale rejects notebooks with a tag that it does not know. A tag that closely resembles a Kale tag is most likely a \
      typo, and without it the cell does not have the role that you intended.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"step-load"»]
        data = 1
        # %% tags=["step:train"]
        model = 1
        """,
        """
        # %% tags=[«"import"»]
        import os
        # %% tags=["step:load", «"perv:fetch"»]
        data = 1
        """,
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
          # %% tags=["Step: Load"]
          data = 1
          # %% tags=["step:train"]
          model = 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.faultyTags(of: cell) { $0 == .unknown ? () : nil }.compactMap { tag, _ in
      guard ForeignTags.owner(of: tag.text) == nil else { return nil }
      let removal = Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)])
      if let prefix = TagSuggestion.unfinished(tag.text) {
        return Finding(
          description, kale: .refused, at: tag.place,
          "`\(tag.text)` is not a Kale tag. Use \(prefix.form).",
          fixes: [removal])
      }
      guard let nearest = TagSuggestion.nearest(to: tag.text, in: analysis.release) else { return nil }
      let change = Fix(
        "Change to `\(nearest)`", .safe,
        [.replaceTag(cell: tag.cell, index: tag.index, with: nearest)])
      return Finding(
        description, kale: .refused, at: tag.place,
        "`\(tag.text)` is not a Kale tag. Did you mean `\(nearest)`?",
        fixes: analysis.isPossible(nearest, in: tag.cell) ? [change, removal] : [removal])
    }
  }
}
