import NotebookModel

/// A name that a step makes in some runs only, and a later step takes.
enum ConditionalBinding: Rule {
  static let description = RuleDescription(
    code: "KALE219", name: "conditional-binding", severity: .warning,
    summary: "A step hands on a name that it does not make in every run.",
    rationale: """
      A name that a step makes in a branch, a loop or a `try` is not there where that code does not run. Kale's pipeline \
      saves it at the step's end all the same, and fails with a NameError; where a step before made the name it does not \
      look there, as the notebook would. kale-lsp's pipeline takes the name of the step before in; where there is none, \
      it fails as Kale's does.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        limit = 10
        # %% tags=["step:adjust", "prev:load"]
        import os
        if os.environ.get("MORE"):
          «limit» = 20
        # %% tags=["step:train", "prev:adjust"]
        print(limit)
        """,
        """
        # %% tags=["step:load"]
        import os
        if os.environ.get("MORE"):
          «limit» = 20
        # %% tags=["step:train", "prev:load"]
        print(limit)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        limit = 10
        import os
        if os.environ.get("MORE"):
          limit = 20
        # %% tags=["step:train", "prev:load"]
        print(limit)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.units.indices.flatMap { unit -> [Finding] in
      let sometimes = analysis.units[unit].run.madeSometimes
      guard !sometimes.isEmpty else { return [] }
      return analysis.flow.flows[unit].outputs.intersection(sometimes).sorted().compactMap { name in
        analysis.binding(of: name, in: unit).map { finding(name, unit, at: $0, analysis) }
      }
    }
  }

  private static func finding(
    _ name: String, _ unit: Int, at place: NotebookPlace, _ analysis: NotebookAnalysis
  ) -> Finding {
    let flow = analysis.flow.flows[unit]
    let isHandled = flow.inputs.contains(name) || flow.parameters.contains(name)
    let step = analysis.stepName(unit)
    let effect =
      isHandled
      ? "Kale's pipeline then fails with a NameError; kale-lsp's hands on the value from before."
      : "Then the step fails with a NameError when it hands it on. Give it a value first."
    return Finding(
      description, kale: .accepted, isHandled: isHandled, at: place,
      "Step `\(step)` may come to its end without making `\(name)`, which a later step takes. \(effect)")
  }
}
