import KaleAnalysis
import NotebookModel

/// A Kale tag on a cell that is not a code cell.
enum MarkdownTag: CellRule {
  static let description = RuleDescription(
    code: "KALE019", name: "markdown-tag", severity: .information, fix: .safe,
    summary: "A Kale tag is on a cell that is not a code cell.",
    rationale: "Kale reads code cells only. A tag on a Markdown or raw cell has no effect.",
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

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    let kind = analysis.notebook.cells[cell].kind
    return analysis.tags[cell].entries.indexed.compactMap { index, entry in
      guard let text = entry.text, let parsed = entry.parsed, parsed.meaning != nil else { return nil }
      return Finding(
        description, kale: .accepted, at: .tag(cell: cell, index: index),
        "`\(text)` has no effect on a \(kind == .markdown ? "Markdown" : "raw") cell. "
          + "Move it to a code cell, or remove it.",
        fixes: [Fix("Remove tag `\(text)`", .safe, [.removeTag(cell: cell, index: index)])])
    }
  }
}
