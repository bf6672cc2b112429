/// A key of the notebook's configuration that Kale does not know.
enum UnknownConfiguration: Rule {
  static let description = RuleDescription(
    code: "KALE302", name: "unknown-configuration", severity: .warning,
    summary: "The Kale configuration has a key that Kale does not know.",
    rationale: """
      Kale 2.3.0 stops with a Python traceback at a key it does not know, such as those of older notebooks \
      (`docker_image`, now `base_image`; `autosnapshot`, gone). `kale-lsp compile` passes over such keys.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e", "docker_image": "python:3.12"}»
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  /// What became of keys of older versions.
  private static let successors = ["docker_image": "base_image"]

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.filter { $0.kind == .unknown }.map { fault in
      let key = fault.path.last ?? ""
      let known = ConfigurationSchema.notebook.map(\.name)
      let successor = successors[key] ?? TagSuggestion.nearest(to: key, among: known)
      let remedy = successor.map { "Write `\($0)`." } ?? "Remove it."
      return Finding(
        description, kale: .refused, at: .metadata(path: ["kubeflow_notebook"] + fault.path),
        "\(fault.reason). Kale 2.3.0 refuses the notebook for it; `kale-lsp compile` passes over it. \(remedy)"
      )
    }
  }
}
