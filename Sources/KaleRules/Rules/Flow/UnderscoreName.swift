import KaleAnalysis
import NotebookModel

/// A name with an underscore in front that goes from step to step.
enum UnderscoreName: StepRule {
  static let description = RuleDescription(
    code: "KALE229", name: "underscore-name", severity: .error,
    summary: "A name that begins with `_` is handed from step to step.",
    rationale: """
      Kale calls the artifact of a value after its variable, and an artifact's name must begin with a letter: Kubeflow \
      Pipelines does not take the pipeline that Kale makes. `kale-lsp compile` gives such an artifact another name.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «_rows» = [1, 2]
        # %% tags=["step:train", "prev:load"]
        print(_rows)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        _rows = [1, 2]
        rows = _rows
        # %% tags=["step:train", "prev:load"]
        print(rows)
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] {
    analysis.units(withCells: .underscoreNames)
  }

  static func check(_ step: StepContext) -> [Finding] {
    step.kaleFlow.outputs.filter { $0.utf8.first == UInt8(ascii: "_") }.sorted().compactMap { name in
      step.binding(of: name).map { place in
        Finding(
          description, kale: .accepted, isHandled: true, at: place,
          "Step `\(step.name)` passes on `\(name)`. `kale-lsp compile` renames its artifact; Kubeflow rejects "
            + "Kale's pipeline because the artifact's name begins with `_`. Begin the name with a letter."
        )
      }
    }
  }
}
