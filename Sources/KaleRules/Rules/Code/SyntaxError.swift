import KaleAnalysis
import NotebookModel

/// Code that is not valid Python.
enum SyntaxError: CellRule {
  static let description = RuleDescription(
    code: "KALE201", name: "syntax-error", severity: .error,
    summary: "A cell's code is not valid Python.",
    rationale: """
      No pipeline can be compiled from code that is not valid Python. Kale stops at the first syntax error, with a \
      traceback that does not say which cell it is in.
      """,
    whyNoFix: "Only you know what the code should say.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = «(»1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = (1)
        # %% tags=["skip"]
        data = (1
        """
      ]))

  static let traits: CellTraits = .unreadableCode

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), !analysis.splitCells.contains(cell) else { return [] }
    // Without a step Kale does not read the shared code.
    let isRead =
      !analysis.outline.units.isEmpty || analysis.outline.assignments[cell] == .block(.pipelineParameters)
    return analysis.facts[cell].facts.syntaxErrors.map { error in
      Finding(
        description, kale: isRead ? .refused : .accepted, at: .source(cell: cell, range: error.range),
        "Syntax error: \(error.message).")
    }
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
