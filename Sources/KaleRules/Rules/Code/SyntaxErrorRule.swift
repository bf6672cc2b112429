import KaleAnalysis

/// Code that Python does not accept.
enum SyntaxErrorRule: Rule {
  static let description = RuleDescription(
    code: "KALE201", name: "syntax-error", severity: .error,
    summary: "A cell's code is not valid Python.",
    rationale: """
      Kale reads the code of every step, import, function and parameter cell and stops at a syntax error, with a \
      traceback that does not say which cell it is in.
      """,
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cellsThatKaleReads.filter { !analysis.splitCells.contains($0) }.flatMap { cell in
      // Without a step Kale does not read the code in front of the steps.
      let isRead =
        !analysis.outline.units.isEmpty || analysis.outline.assignments[cell] == .block(.pipelineParameters)
      return analysis.facts[cell].facts.syntaxErrors.map { error in
        Finding(
          description, kale: isRead ? .refused : .accepted, at: .source(cell: cell, range: error.range),
          "This is not Python: \(error.message).")
      }
    }
  }
}

extension NotebookAnalysis {
  /// Code cells whose code Kale parses: those of steps and of the imports, functions and parameters blocks.
  var cellsThatKaleReads: [Int] {
    outline.assignments.indices.filter { cell in
      switch outline.assignments[cell] {
      case .step, .block(.imports), .block(.functions), .block(.pipelineParameters): true
      case .block, .notCode, .dropped, .skipped, .notebook, .orphaned: false
      }
    }
  }
}
