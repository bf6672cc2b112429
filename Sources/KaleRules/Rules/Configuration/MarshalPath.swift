import KaleAnalysis
import NotebookModel

/// A `marshal_path` that Kale does not use consistently.
enum MarshalPath: NotebookRule {
  static let description = RuleDescription(
    code: "KALE308", name: "marshal-path", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "Kale's steps fail with a `marshal_path` other than the default.",
    rationale: """
      The code that \(KaleRelease.current) generates saves a step's outputs to `/tmp/marshal`, whatever `marshal_path` \
      says, and then looks for them in `marshal_path`: every step with an output fails. `kale-lsp compile` uses \
      `marshal_path` for both.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "marshal_path": «"/data/marshal"»}
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        print(data)
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "marshal_path": "/tmp/marshal"}
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        print(data)
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "marshal_path": "/data/marshal"}
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          print(data)
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          print(data)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let path = analysis.configuration.configuration.marshalPath
    guard path != analysis.release.defaults.marshalPath,
      let unit = analysis.kaleFlow.flows.firstIndex(where: { !$0.outputs.isEmpty })
    else { return [] }
    return [
      Finding(
        description, kale: .accepted, isHandled: true,
        at: .metadata(path: ["kubeflow_notebook", "marshal_path"]),
        "Kale's pipeline saves to `/tmp/marshal` but looks in `\(path)`: step "
          + "`\(analysis.outline.units[unit].name)` fails when it passes on its outputs. For Kale, remove "
          + "`marshal_path`.",
        fixes: [Fix("Remove `marshal_path`", [.removeConfiguration(path: ["marshal_path"])])])
    ]
  }
}
