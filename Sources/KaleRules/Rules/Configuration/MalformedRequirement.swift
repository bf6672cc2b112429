import KaleAnalysis

/// A comment about requirements with something in it that is none.
enum MalformedRequirement: CellRule {
  static let description = RuleDescription(
    code: "KALE330", name: "malformed-requirement", severity: .warning,
    summary: "A `# requirements:` comment holds something that pip would not take.",
    rationale: """
      A comment `# requirements: pandas==2.2.3, scikit-learn>=1.5` on a line of its own says what is installed for the \
      code of its cell: in a step's cell for the step, in an imports, functions, parameters or metrics cell for every \
      step. What stands between the commas is a package and perhaps its version, as in a requirements file; options of \
      pip and paths are not taken. kale-lsp leaves out what it cannot read; Kale does not read such comments at all.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        # requirements: pandas==2.2.3, «scikit-learn=1.5», «-r requirements.txt»
        import pandas, sklearn
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        # requirements: pandas>=2,<3, numpy
        # requirements: torch[opt-einsum]==2.4 ; python_version >= "3.9"
        import pandas
        # %% tags=["step:train"]
        data = 1  # requirements: none, as yet
        """
      ]))

  static let traits: CellTraits = .requirementComments

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    switch analysis.outline.assignments[cell] {
    case .step, .block: break
    case .notCode, .dropped, .skipped, .notebook, .orphaned: return []
    }
    let entries = analysis.facts[cell].requirementComments.flatMap(\.entries)
    return entries.filter { $0.requirement == nil }.map { entry in
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: entry.range),
        "`\(entry.text)` is no requirement that pip takes, and is left out. Write it like `pandas==2.2.3`.")
    }
  }
}
