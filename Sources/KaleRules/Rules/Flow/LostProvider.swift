import KaleAnalysis

/// A step that Kale takes for the provider of a name it does not have at its end.
enum LostProvider: StepRule {
  static let description = RuleDescription(
    code: "KALE215", name: "lost-provider", severity: .error,
    summary: "Kale saves a name that is undefined at the end of the step.",
    rationale: """
      Kale takes a name from the nearest step that mentions it, also where that step deletes the name, has it only as \
      the variable of a comprehension, or needs it only in a function. When Kale's pipeline saves it, the step fails with \
      a NameError. `kale-lsp compile` takes it from the step that defines it, and saves nothing where there is none.
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

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.units(with: .lostProvider) }

  static func check(_ step: StepContext) -> [Finding] {
    step.deviations(.lostProvider).map { deviation in
      Finding(
        description, kale: .accepted, isHandled: true,
        at: step.occurrence(of: deviation.name) ?? step.place,
        "`\(deviation.name)` is undefined at the end of step `\(step.name)`, where `kale-lsp compile` does not save it and Kale's "
          + "pipeline fails with a NameError. Give it another name here.")
    }
  }
}
