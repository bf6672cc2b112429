import KaleAnalysis

/// An unknown key in the notebook's configuration.
enum UnknownConfiguration: NotebookRule {
  static let description = RuleDescription(
    code: "KALE302", name: "unknown-configuration", severity: .warning, concernsKaleAlone: true,
    fix: .sometimesSafe,
    summary: "The Kale configuration has a key that Kale does not know.",
    rationale: """
      \(KaleRelease.current) fails with a Python traceback on unknown keys, for example those of older notebooks \
      (`docker_image`, now `base_image`; `autosnapshot`, removed). `kale-lsp compile` ignores such keys.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", «"docker_image"»: "python:3.12"}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {«"uid"»: 1}}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "docker_image": "python:3.12"}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "autosnapshot": true}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.filter { $0.kind == .unknown }.map { fault in
      Finding(description, kale: .refused, at: fault.place, "\(fault.reason).", fixes: fault.fixes)
    }
  }
}
