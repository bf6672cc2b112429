import KaleAnalysis
import NotebookModel

/// A volume that steps cannot mount.
enum VolumeWithoutEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE305", name: "volume-without-effect", severity: .warning, fix: .suggested,
    summary: "A volume has a type that steps cannot mount.",
    rationale: """
      Steps mount claims, and a volume of type `pv` is not a claim: steps do not see it, and what they write to the \
      mount point is lost. A claim created by the pipeline would work for one run only, since a volume stays bound to \
      its first claim. Create a claim once and use it as `pvc`.
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
        "Volume `\(volume.name)` of type `pv` is not mounted: steps can only mount claims. Create a claim for it "
          + "and use type `pvc`.",
        fixes: [
          Fix("Change the type to `pvc`", [.setConfiguration(path: path, to: .string("pvc"))]),
          Fix("Remove the volume", [.removeConfiguration(path: Array(path.dropLast()))]),
        ])
    }
  }
}
