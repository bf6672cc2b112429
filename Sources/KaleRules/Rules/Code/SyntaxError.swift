import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Code that is not valid Python.
enum SyntaxError: CellRule {
  static let description = RuleDescription(
    code: "KALE201", name: "syntax-error", severity: .error,
    summary: "A cell's code is not valid Python.",
    rationale: """
      No pipeline can be compiled from code that is not valid Python. Kale stops at the first syntax error, with a \
      traceback that does not say which cell it is in.

      Some code is rejected only when Python compiles the cell: `return` outside a function, `break` outside a loop, \
      `await` in a function without `async`. Kale accepts it, and the step fails before the cell runs. `await` at the \
      top level of a cell is allowed, as in the notebook.
      """,
    whyNoFix: "Only you know what the code should say.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = «(»1
        """,
        """
        # %% tags=["step:load"]
        data = []
        if not data:
            «return»
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = (1)
        # %% tags=["skip"]
        data = (1
        """
      ]))

  static let traits: CellTraits = [.unreadableCode, .misplacedCode]

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), !analysis.splitCells.contains(cell) else { return [] }
    // Without a step Kale does not read the shared code.
    let isRead =
      !analysis.outline.units.isEmpty || analysis.outline.assignments[cell] == .block(.pipelineParameters)
    let facts = analysis.facts[cell].facts
    return facts.syntaxErrors.map { finding($0, kale: isRead ? .refused : .accepted, in: cell) }
      + facts.misplacedCode.map { finding($0, kale: .accepted, in: cell) }
  }

  private static func finding(
    _ error: PythonSyntaxError, kale: Finding.KaleVerdict, in cell: CellIndex
  ) -> Finding {
    Finding(
      description, kale: kale, at: .source(cell: cell, range: error.range),
      "Syntax error: \(error.message).")
  }
}

extension NotebookAnalysis {
  /// Whether Kale parses a cell's code: that of steps and of the imports, functions and parameters blocks.
  func readsCode(of cell: CellIndex) -> Bool {
    switch outline.assignments[cell] {
    case .step, .block(.imports), .block(.functions), .block(.pipelineParameters): true
    case .block, .notCode, .dropped, .skipped, .notebook, .orphaned: false
    }
  }
}
