import KaleAnalysis

/// A Kale tag on a cell that is no code.
enum MarkdownTag: CellRule {
  static let description = RuleDescription(
    code: "KALE019", name: "markdown-tag", severity: .warning, fix: .safe,
    summary: "A Kale tag stands on a cell that is no code.",
    rationale: "Kale looks at code cells only; a tag on a Markdown or raw cell has no effect.",
    examples: RuleExamples(
      triggering: [
        """
        # %% [markdown] tags=[«"step:load"»]
        Load the data
        # %% tags=["step:train"]
        print(1)
        """
      ],
      nonTriggering: [
        """
        # %% [markdown] tags=["hide-input"]
        Load the data
        # %% tags=["step:train"]
        print(1)
        """
      ],
      fixes: [
        (
          before: """
          # %% [markdown] tags=["skip"]
          Load the data
          # %% tags=["step:train"]
          print(1)
          """,
          after: """
          # %% [markdown] tags=[]
          Load the data
          # %% tags=["step:train"]
          print(1)
          """
        )
      ]))

  static let traits: CellTraits = .tagsOutsideCode

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    let kind = analysis.notebook.cells[cell].kind
    return analysis.tags[cell].entries.enumerated().compactMap { index, entry in
      guard let text = entry.text, let parsed = entry.parsed, parsed.meaning != nil else { return nil }
      return Finding(
        description, kale: .accepted, at: .tag(cell: cell, index: index),
        "`\(text)` has no effect on a \(kind == .markdown ? "Markdown" : "raw") cell: Kale reads code cells only. "
          + "Remove it, or move it to a code cell.",
        fixes: [Fix("Remove tag `\(text)`", .safe, [.removeTag(cell: cell, index: index)])])
    }
  }
}
