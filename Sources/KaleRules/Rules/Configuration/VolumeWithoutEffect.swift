import KaleAnalysis
import NotebookModel

/// A volume that no step sees.
enum VolumeWithoutEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE305", name: "volume-without-effect", severity: .warning, fix: .suggested,
    summary: "A volume is of a type that no step can mount.",
    rationale: """
      Kubernetes mounts claims, and a volume of the type `pv` is none: steps do not see it, and what they write to the \
      mount point is lost. A claim that the pipeline made for it would do for one run only, since a volume stays tied to \
      the first claim that it is given. Make a claim once, and use it as `pvc`.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": «"pv"»}]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}, {"name": "scratch", "mount_point": "/scratch", "type": "new_pvc", "size": 1}]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pv"}]}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.configuration.volumes.filter { !$0.isMounted }.map { volume in
      let path = volume.path("type")
      return Finding(
        description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + path),
        "Volume `\(volume.name)` is of type `pv`, and no step sees it: only claims can be mounted. Make a claim for it "
          + "and write `pvc`.",
        fixes: [
          Fix("Change the type to `pvc`", [.setConfiguration(path: path, to: .string("pvc"))]),
          Fix("Remove the volume", [.removeConfiguration(path: Array(path.dropLast()))]),
        ])
    }
  }
}
