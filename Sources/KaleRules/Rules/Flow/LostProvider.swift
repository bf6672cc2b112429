import KaleAnalysis

/// A step that Kale treats as the provider of a name that is undefined at its end.
enum LostProvider: StepRule {
  static let description = RuleDescription(
    code: "KALE215", name: "lost-provider", severity: .warning, concernsKaleAlone: true,
    summary: "Kale saves a name that is undefined at the end of the step.",
    rationale: """
      Kale takes a name from the nearest step that mentions it, even if that step deletes the name, uses it only as a \
      comprehension variable, or reads it only in a function. When Kale's pipeline saves the name, the step fails with \
      a NameError. `kale-lsp compile` takes the name from the step that defines it, and saves nothing if there is \
      none.
      """,
    whyNoFix: """
      The step has to use another name everywhere, and only you know which of its uses mean the value that is passed \
      on.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        row = 1
        # %% tags=["step:clean", "prev:load"]
        rows = [«row» for row in range(3)]
        # %% tags=["step:train", "prev:clean"]
        print(row, rows)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        row = 1
        # %% tags=["step:clean", "prev:load"]
        rows = [each for each in range(3)]
        # %% tags=["step:train", "prev:clean"]
        print(row, rows)
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] {
    // What an unreadable shared cell defines is not known, and Kale rejects the notebook for it.
    analysis.hasUnreadableSharedCell ? [] : analysis.units(with: .lostProvider)
  }

  static func check(_ step: StepContext) -> [Finding] {
    step.deviations(.lostProvider).map { deviation in
      Finding(
        description, severity: .error, kale: .accepted, isHandled: true,
        at: step.occurrence(of: deviation.name) ?? step.place,
        "`\(deviation.name)` is undefined at the end of step `\(step.name)`, where Kale saves it: its "
          + "pipeline fails with a NameError. Use another name here.")
    }
  }
}
