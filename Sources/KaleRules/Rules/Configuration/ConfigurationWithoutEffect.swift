import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A setting without effect on the pipeline.
enum ConfigurationWithoutEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE309", name: "configuration-without-effect", severity: .information, fix: .suggested,
    summary: "A configuration setting has no effect on the pipeline.",
    rationale: """
      \(KaleRelease.current) accepts `katib_run`, `snapshot_volumes` and a volume's `snapshot`, but omits them from \
      the pipeline: it starts no Katib trial and copies no volume. KFP does not support them either.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "snapshot_volumes": «true», "katib_run": «true»}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "katib_run": false, "snapshot_volumes": false, "timeout": 600}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "katib_run": true}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard let metadata = analysis.notebook.kaleMetadata else { return [] }
    var paths: [[String]] = []
    for key in ["katib_run", "snapshot_volumes"] where metadata[key] == true { paths.append([key]) }
    if case .array(let volumes) = metadata["volumes"] {
      for (index, volume) in volumes.enumerated() where volume["snapshot"] == true {
        paths.append(["volumes", "\(index)", "snapshot"])
      }
    }
    return paths.map { path in
      let key = path.last ?? ""
      return Finding(
        description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + path),
        "`\(key)` has no effect: pipelines do not support it. Remove it.",
        fixes: [Fix("Remove `\(key)`", [.removeConfiguration(path: path)])])
    }
  }
}
