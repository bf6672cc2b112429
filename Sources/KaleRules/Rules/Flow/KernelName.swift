import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that Python defines in files, but not in notebooks.
enum KernelName: CellRule {
  static let description = RuleDescription(
    code: "KALE217", name: "kernel-name", severity: .error,
    summary: "`__file__` is undefined in a notebook and in a step.",
    rationale: """
      A step's code runs in a Jupyter kernel, which does not define `__file__`, and on Linux, where `WindowsError` \
      does not exist. pyflakes, and therefore Kale, treats both as builtins and does not report them; the step fails \
      with a NameError.
      """,
    whyNoFix:
      "A step has no file of its own, and what to use instead depends on what the path is needed for.",
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

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.outline.isRun(cell) else { return [] }
    return analysis.facts[cell].facts.reads.filter(isMissing).map {
      use in
      Finding(
        description, severity: use.isConditional ? .warning : .error, kale: .accepted,
        at: .source(cell: cell, range: use.range),
        "`\(use.name)` is undefined in a step, which runs in a Jupyter kernel on Linux. Remove it."
      )
    }
  }

  private static func isMissing(_ use: NameUse) -> Bool {
    // This is asked of every name of a notebook: most are told apart by their first letter.
    guard let first = use.name.utf8.first, firstLetters.contains(first) else { return false }
    // Code that handles the absence of the name does not fail.
    return use.way != .guarded && BuiltinNames.missingInKernel.contains(use.name)
  }

  private static let firstLetters = BuiltinNames.missingInKernel.compactMap(\.utf8.first)
}
