import KaleAnalysis
import NotebookModel

/// A security context that contradicts itself.
enum RootSecurityContext: NotebookRule {
  static let description = RuleDescription(
    code: "KALE311", name: "root-security-context", severity: .warning, fix: .suggested,
    summary: "`run_as_user: 0` conflicts with `run_as_non_root: true`.",
    rationale: """
      User 0 is root. With `run_as_non_root`, which defaults to true, Kubernetes does not start such a container.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {"run_as_user": «0»}}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {"run_as_user": 0, "run_as_non_root": false}}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {"run_as_user": 0}}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {"run_as_user": 0, "run_as_non_root": false}}
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard let context = analysis.configuration.configuration.securityContext, context.isEnabled,
      context.runAsNonRoot, context.runAsUser == 0
    else { return [] }
    let flag = ["security_context", "run_as_non_root"]
    return [
      Finding(
        description, kale: .accepted,
        at: .metadata(path: ["kubeflow_notebook", "security_context", "run_as_user"]),
        "`run_as_user: 0` conflicts with `run_as_non_root: true`. Set `run_as_non_root` to false, or "
          + "choose another user.",
        fixes: [Fix("Set `run_as_non_root` to false", [.setConfiguration(path: flag, to: .bool(false))])])
    ]
  }
}
