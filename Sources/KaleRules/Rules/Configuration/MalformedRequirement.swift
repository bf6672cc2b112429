import KaleAnalysis
import NotebookModel

/// An invalid entry in a `# requirements:` comment.
enum MalformedRequirement: CellRule {
  static let description = RuleDescription(
    code: "KALE330", name: "malformed-requirement", severity: .warning,
    summary: "A `# requirements:` comment contains an entry that pip does not accept.",
    rationale: """
      A comment `# requirements: pandas==2.2.3, scikit-learn>=1.5` on a line of its own lists what is installed for \
      the code of its cell: in a step's cell for the step; in an imports, functions, parameters or metrics cell for \
      every step. Each entry is a package with an optional version, as in a requirements file; pip options and paths \
      are not supported. kale-lsp ignores entries that it cannot read; Kale ignores these comments.
      """,
    whyNoFix: "Only you know which version is meant.",
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

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    switch analysis.outline.assignments[cell] {
    case .step, .block: break
    case .notCode, .dropped, .skipped, .notebook, .orphaned: return []
    }
    let entries = analysis.facts[cell].requirementComments.flatMap(\.entries)
    return entries.filter { $0.requirement == nil }.map { entry in
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: entry.range),
        "`\(entry.text)` is not a valid requirement and is ignored. Use the form `pandas==2.2.3`.")
    }
  }
}
