/// A tag beside a special one, which Kale does not look at.
enum IgnoredTag: Rule {
  static let description = RuleDescription(
    code: "KALE008", name: "ignored-tag", severity: .warning,
    summary: "A tag stands beside a special tag, and Kale ignores it.",
    rationale: """
      `skip`, `imports`, `functions`, `pipeline-parameters` and `pipeline-metrics` decide by themselves what a cell \
      is. Kale ignores every other tag of such a cell, a `step:` too, without a word.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports", «"step:load"»]
        import os
        # %% tags=["step:train"]
        print(os)
        """,
        """
        # %% tags=[«"step:load"», "skip"]
        data = 1
        # %% tags=["step:train"]
        print(1)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import os
        # %% tags=["step:train"]
        print(os)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports", "step:load"]
          import os
          # %% tags=["step:train"]
          print(os)
          """,
          after: """
          # %% tags=["imports"]
          import os
          # %% tags=["step:train"]
          print(os)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.suspectTags.compactMap { tag in
      // A reference to a notebook wins over a special tag behind it.
      guard analysis.tags[tag.cell].notebooks.isEmpty else { return nil }
      guard let special = analysis.tags[tag.cell].special, tag.index != special else { return nil }
      // A tag in front of the special one is still checked against the language, and other rules speak of it.
      guard !tag.entry.isRead || tag.entry.parsed?.fault == nil && tag.entry.text != nil else { return nil }
      guard tag.text != analysis.tagText(cell: tag.cell, index: special) else { return nil }
      // Behind a special tag, Kale lets other tools' tags pass.
      if !tag.entry.isRead, tag.entry.parsed?.meaning == nil, TagSuggestion.nearest(to: tag.text) == nil {
        return nil
      }
      let name = analysis.tagText(cell: tag.cell, index: special)
      return Finding(
        description, kale: .accepted, at: tag.place,
        "Kale ignores `\(tag.text)` because the cell is tagged `\(name)`. Remove one of the two.",
        related: [.init(.tag(cell: tag.cell, index: special), "Kale reads no other tag of this cell.")],
        fixes: [
          Fix("Remove tag `\(tag.text)`", isPreferred: true, [.removeTag(cell: tag.cell, index: tag.index)])
        ] + analysis.removal(ofSpecial: special, in: tag.cell))
    }
  }
}

extension NotebookAnalysis {
  /// The fix that leaves the cell to its other tags; none where no `step:` tag is among them, which they would need.
  fileprivate func removal(ofSpecial special: Int, in cell: Int) -> [Fix] {
    let namesStep = tags[cell].entries.contains { entry in
      if case .step = entry.parsed?.meaning { entry.parsed?.fault == nil } else { false }
    }
    let name = tagText(cell: cell, index: special)
    return namesStep ? [Fix("Remove tag `\(name)`", [.removeTag(cell: cell, index: special)])] : []
  }
}
