import NotebookModel

/// A volume that no step sees.
enum VolumeWithoutEffect: Rule {
  static let description = RuleDescription(
    code: "KALE305", name: "volume-without-effect", severity: .warning,
    summary: "A volume is of a type that Kale does not mount.",
    rationale: """
      Kale 2.3.0 accepts volumes of the types `pvc`, `new_pvc`, `clone` and `pv`, and mounts those of type `pvc`, claims \
      that exist already, alone. Steps do not see the others, and what they write to the mount point is lost.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": «"new_pvc"»}]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "new_pvc"}]}
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
    analysis.configuration.configuration.volumes.filter { ["new_pvc", "clone", "pv"].contains($0.type) }.map {
      volume in
      let path = volume.path("type")
      return Finding(
        description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + path),
        "Volume `\(volume.name)` is of type `\(volume.type)`, and no step sees it: only claims that exist, of type "
          + "`pvc`, are mounted. Create the claim and write `pvc`.",
        fixes: [
          Fix("Change the type to `pvc`", [.setConfiguration(path: path, to: .string("pvc"))]),
          Fix("Remove the volume", [.removeConfiguration(path: Array(path.dropLast()))]),
        ])
    }
  }
}

extension Volume {
  /// The keys that lead to one of the volume's values.
  func path(_ key: String) -> [String] { ["volumes", "\(index)", key] }

  /// Whether steps see the volume.
  var isMounted: Bool { type == "pvc" }
}
