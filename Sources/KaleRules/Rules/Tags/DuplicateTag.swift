import KaleAnalysis
import NotebookModel

/// A tag that appears twice on one cell.
enum DuplicateTag: CellRule {
  static let description = RuleDescription(
    code: "KALE009", name: "duplicate-tag", severity: .warning, fix: .safe,
    summary: "A cell has the same tag twice.",
    rationale: """
      The second tag has no effect. If it is a `step:` tag, Kale counts two steps and rejects the notebook.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load", «"prev:load"»]
        print(data)
        """,
        """
        # %% tags=["step:load", «"step:load"»]
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
          # %% tags=["step:load", "step:load"]
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
    let entries = analysis.tags[cell].entries
    var seen: Set<String> = []
    return entries.indexed.compactMap { index, entry in
      guard let text = entry.text, !seen.insert(text).inserted else { return nil }
      var isStep = false
      if case .step = entry.parsed?.meaning, entry.isRead, analysis.tags[cell].special == nil {
        isStep = true
      }
      return Finding(
        description, severity: isStep ? .error : .warning, kale: isStep ? .refused : .accepted,
        at: .tag(cell: cell, index: index), "Tag `\(text)` appears twice on this cell. Remove one of them.",
        fixes: [
          Fix("Remove duplicate tag `\(text)`", .safe, [.removeTag(cell: cell, index: index)])
        ])
    }
  }
}
