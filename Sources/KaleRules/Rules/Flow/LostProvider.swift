import KaleAnalysis

/// A step that Kale takes for the provider of a name it does not have at its end.
enum LostProvider: Rule {
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.deviations(.lostProvider).map { deviation in
      let step = analysis.stepName(deviation.unit)
      let place = analysis.occurrence(of: deviation.name, in: deviation.unit)
      return Finding(
        description, kale: .accepted, isHandled: true, at: place ?? analysis.definition(of: deviation.unit),
        "`\(deviation.name)` is undefined at the end of step `\(step)`, where `kale-lsp compile` does not save it and Kale's "
          + "pipeline fails with a NameError. Give it another name here.")
    }
  }
}
