import KaleAnalysis
import PythonSyntax

/// A name that Python has in files and not in notebooks.
enum KernelName: CellRule {
  static let description = RuleDescription(
    code: "KALE217", name: "kernel-name", severity: .error,
    summary: "`__file__` is not there in a notebook, nor in a step.",
    rationale: """
      A step's code runs in a Jupyter kernel, which has no `__file__`, and on Linux, where there is no `WindowsError`. \
      pyflakes, and so Kale, takes both for builtin and says nothing; the step fails with a NameError.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        folder = «__file__».rsplit("/", 1)[0]
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        import os
        folder = os.getcwd()
        """
      ]))

  static let traits: CellTraits = .kernelNames

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.outline.isRun(cell) else { return [] }
    return analysis.facts[cell].facts.reads.filter(isMissing).map {
      use in
      Finding(
        description, severity: use.isConditional ? .warning : .error, kale: .accepted,
        at: .source(cell: cell, range: use.range),
        "`\(use.name)` is not there when a step runs: its code is in no file, and runs on Linux. Leave it out."
      )
    }
  }

  private static func isMissing(_ use: NameUse) -> Bool {
    // This is asked of every name of a notebook: most are told apart by their first letter.
    guard let first = use.name.utf8.first, firstLetters.contains(first) else { return false }
    return BuiltinNames.missingInKernel.contains(use.name)
  }

  private static let firstLetters = BuiltinNames.missingInKernel.compactMap(\.utf8.first)
}
