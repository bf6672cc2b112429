/// An entry of `steps_defaults` that crashes Kale.
enum CrashingStepsDefault: Rule {
  static let description = RuleDescription(
    code: "KALE304", name: "crashing-steps-default", severity: .warning,
    summary: "An entry of `steps_defaults` crashes Kale.",
    rationale: """
      Kale 2.3.0 accepts `image:`, `cache:` and `report:` in `steps_defaults` and then crashes while it applies them \
      to the steps. `kale-lsp compile` applies them. Where `steps_defaults` is an object, Kale crashes on every key but \
      `labels`, `annotations`, `limits` and `secrets`, and where one of these is no object.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["cache:disabled"]}»
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e", "steps_defaults": {"base_image": "x"}}»
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["label:team:a"]}
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.filter { $0.kind == .crashesKale }.map { fault in
      Finding(
        description, kale: analysis.outline.units.isEmpty ? .accepted : .refused,
        at: .metadata(path: ["kubeflow_notebook"] + fault.path),
        "\(fault.reason), so that it makes no pipeline; `kale-lsp compile` applies it. To compile with Kale, put the tag "
          + "on each step.")
    }
  }
}
