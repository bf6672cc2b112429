import KaleAnalysis
import NotebookModel

/// A name with a leading underscore that is passed from step to step.
enum UnderscoreName: StepRule {
  static let description = RuleDescription(
    code: "KALE229", name: "underscore-name", severity: .warning,
    summary: "A name that starts with `_` is passed from step to step.",
    rationale: """
      Kale names the artifact of a value after its variable, but the name of an artifact must start with a letter: \
      Kubeflow Pipelines rejects the pipeline that Kale compiles. `kale-lsp compile` renames such an artifact.
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
          description, severity: .error, kale: .accepted, isHandled: true, at: place,
          "Step `\(step.name)` passes on `\(name)`, whose leading `_` makes Kubeflow Pipelines reject "
            + "Kale's pipeline. Start the name with a letter."
        )
      }
    }
  }
}
