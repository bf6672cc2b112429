/// A required key of the notebook's configuration that is not there.
enum MissingConfiguration: Rule {
  static let description = RuleDescription(
    code: "KALE301", name: "missing-configuration", severity: .error,
    summary: "A required key of the Kale configuration is missing.",
    rationale: """
      The notebook's metadata must have an object `kubeflow_notebook` with at least `pipeline_name` and \
      `experiment_name`; a volume needs `name`, `mount_point` and `type`. Kale refuses the notebook otherwise.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "example"}»
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "example"}
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.filter { $0.kind == .missing }.map { fault in
      let owner = fault.path.isEmpty ? "`metadata.kubeflow_notebook` of the notebook" : "this volume"
      return Finding(
        description, kale: .refused, at: .metadata(path: ["kubeflow_notebook"] + fault.path),
        "\(fault.reason) in \(owner). Kale needs it to make a pipeline.")
    }
  }
}
