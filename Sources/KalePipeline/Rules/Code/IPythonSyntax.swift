/// IPython syntax, for which Kale refuses the notebook.
enum IPythonSyntax: Rule {
  static let description = RuleDescription(
    code: "KALE202", name: "ipython-syntax", severity: .warning,
    summary: "A cell uses IPython syntax, which Kale does not read.",
    rationale: """
      Magics (`%time`), shell commands (`!pip install x`) and help requests (`x?`) are not Python. They work in \
      Jupyter, and in the steps of a pipeline that `kale-lsp compile` makes, since these run in a Jupyter kernel too; \
      Kale 2.3.0 refuses the notebook with a bare SyntaxError.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «!pip install pandas»
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["skip"]
        !pip install pandas
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cellsThatKaleReads.flatMap { cell -> [Finding] in
      guard analysis.outline.assignments[cell] != .block(.pipelineParameters) else { return [] }
      return analysis.facts[cell].facts.escapes.map { escape in
        let noun =
          switch escape.kind {
          case .lineMagic, .cellMagic: "An IPython magic"
          case .shell: "A shell command"
          case .assignment: "An assignment from a shell command or magic"
          case .help: "A help request"
          }
        return Finding(
          description, kale: .refused, at: .source(cell: cell, range: escape.range),
          "\(noun) is not Python. Kale 2.3.0 refuses the whole notebook for it; the pipeline of `kale-lsp compile` runs "
            + "it. To compile with Kale, put it in a cell of its own and tag that `skip`.")
      }
    }
  }
}
