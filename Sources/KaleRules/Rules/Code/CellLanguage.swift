import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A cell of the pipeline whose code is not Python.
enum CellLanguage: CellRule {
  static let description = RuleDescription(
    code: "KALE260", name: "cell-language", severity: .error, fix: .suggested,
    summary: "A cell of the pipeline is in a language other than Python.",
    rationale: """
      Steps run Python. A cell that your editor marks as another language (`metadata.vscode.languageId`) is still part \
      of the pipeline if it has a `step:` tag, or if it has no tag and joins the tagged cell above it. A cell that \
      starts with a cell magic, for example `%%bash`, is Python to Jupyter and is not reported.
      """,
    whyNoFix: """
      The first cell of a step cannot be skipped, because the step would lose its tags. Change the language of the \
      cell, or move its tags to a Python cell.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        «# %%» language="JavaScript"
        console.log(1);;
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["skip"] language="SQL"
        select * from prices
        # %% language="shell"
        %%bash
        ls
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% language="SQL"
          select * from prices
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["skip"] language="SQL"
          select * from prices
          """
        )
      ]))

  static let traits: CellTraits = .foreignCode

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard let language = analysis.notebook.cells[cell].language, analysis.isPartOfPipeline(cell) else {
      return []
    }
    let tags = analysis.tags[cell].entries
    // Kale reads the code as Python.
    let isRefused = !CellFacts(analysing: analysis.notebook.cells[cell].source.utf8).syntaxErrors.isEmpty
    return [
      Finding(
        description, kale: isRefused ? .refused : .accepted, at: .cell(cell),
        "This cell is marked as \(language), but a pipeline runs Python. Tag it `skip`, or change its language.",
        fixes: tags.isEmpty ? [Fix("Add `skip`", [.addTag(cell: cell, tag: "skip")])] : [])
    ]
  }
}

extension NotebookAnalysis {
  /// Whether a cell's code is part of the pipeline: a step's or a block's.
  func isPartOfPipeline(_ cell: CellIndex) -> Bool {
    switch outline.assignments[cell] {
    case .step, .block: true
    case .notCode, .dropped, .skipped, .notebook, .orphaned: false
    }
  }
}
