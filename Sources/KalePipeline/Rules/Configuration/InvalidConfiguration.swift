/// A value of the notebook's configuration that Kale does not accept.
enum InvalidConfiguration: Rule {
  static let description = RuleDescription(
    code: "KALE303", name: "invalid-configuration", severity: .error,
    summary: "A value of the Kale configuration has a wrong type or form.",
    rationale:
      "Kale checks the type and the form of each value in `kubeflow_notebook` and refuses the notebook for a wrong one.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "My Pipeline", "experiment_name": "e"}»
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e", "timeout": "soon"}»
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "timeout": 600}
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.filter { $0.kind == .invalid || $0.kind == .unusable }.map { fault in
      Finding(
        description, kale: fault.kind == .invalid ? .refused : .accepted,
        at: .metadata(path: ["kubeflow_notebook"] + fault.path),
        "\(fault.reason.capitalizedFirst).")
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
