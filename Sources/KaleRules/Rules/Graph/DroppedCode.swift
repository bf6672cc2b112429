import KaleAnalysis
import NotebookModel

/// Untagged code above the first tagged cell.
enum DroppedCode: NotebookRule {
  static let description = RuleDescription(
    code: "KALE106", name: "dropped-code", severity: .warning, fix: .sometimesSafe,
    summary: "Code before the first tagged cell is not part of the pipeline.",
    rationale: """
      An untagged cell joins the tagged cell above it. If there is none, Kale silently drops the code, and the names that \
      it defines are undefined in every step.
      """,
    examples: RuleExamples(
      triggering: [
        """
        «# %%»
        data = 1
        # %% tags=["step:train"]
        model = 2
        """
      ],
      nonTriggering: [
        """
        # %%
        # Only a comment.
        # %% tags=["skip"]
        data = 1
        # %% tags=["step:train"]
        model = 2
        # %%
        print(model)
        """
      ],
      fixes: [
        (
          before: """
          # %%
          import pandas as pd
          # %% tags=["step:train"]
          model = 2
          """,
          after: """
          # %% tags=["imports"]
          import pandas as pd
          # %% tags=["step:train"]
          model = 2
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let dropped = analysis.outline.droppedCells
    guard !dropped.isEmpty,
      analysis.outline.assignments.contains(where: { $0 != .notCode && $0 != .dropped })
    else { return [] }
    var moves = ImportMoves(analysis)
    let faulty = analysis.cellsBelowFaultyTags
    // An untagged cell below one that is tagged joins it, and code would run in every step that runs in none today.
    let lastOfCode = dropped.last { analysis.holdsCode($0) && !analysis.holdsOnlyImports($0) }
    return dropped.compactMap { cell in
      // A malformed tag decides the role of the cell, and other rules report it.
      guard analysis.tags[cell].entries.isEmpty, analysis.holdsCode(cell), !faulty.contains(cell)
      else { return nil }
      let isImports = analysis.holdsOnlyImports(cell)
      let isSafe =
        isImports && lastOfCode.map { $0 < cell } ?? true
        && analysis.facts[cell].facts.imports.allSatisfy { moves.isSafe($0, in: cell) }
      let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
      let tags = isImports ? ["imports", "skip", "step:\(name)"] : ["step:\(name)", "imports", "skip"]
      return Finding(
        description, kale: .accepted, at: .cell(cell),
        "This cell is not part of the pipeline: it is untagged, and there is no cell above it to join. Add a tag, or `skip` "
          + "to leave it out.",
        fixes: tags.map {
          Fix("Add `\($0)`", .safe(if: isSafe && $0 == "imports"), [.addTag(cell: cell, tag: $0)])
        })
    }
  }
}

extension NotebookAnalysis {
  /// Whether a cell contains imports and nothing else.
  func holdsOnlyImports(_ cell: CellIndex) -> Bool {
    let facts = self.facts[cell].facts
    return !facts.imports.isEmpty && facts.imports.count == facts.statements.count
  }

  /// Whether a cell contains more than blank lines and comments.
  func holdsCode(_ cell: CellIndex) -> Bool {
    let facts = self.facts[cell].facts
    return !facts.statements.isEmpty || !facts.escapes.isEmpty || !facts.syntaxErrors.isEmpty
  }
}
