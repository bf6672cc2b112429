import KaleAnalysis

/// A step that Kale takes for the provider of a name it does not have at its end.
enum LostProvider: Rule {
  static let description = RuleDescription(
    code: "KALE215", name: "lost-provider", severity: .error,
    summary: "Kale wants to hand on a name that the step does not have at its end.",
    rationale: """
      Kale takes the nearest step that mentions a name for the one that hands it on, also where the step deletes it, \
      has it only for the variable of a comprehension, or needs it in a function only. When Kale's pipeline saves it \
      the step fails with a NameError. kale-lsp's pipeline takes it from the step that has it, or leaves it.
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
        "Kale's pipeline wants to hand on `\(deviation.name)` from step `\(step)`, which does not have it at its end, and "
          + "fails there with a NameError; kale-lsp's pipeline does not. Give it another name here.")
    }
  }
}
