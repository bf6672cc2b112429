import KaleAnalysis
import NotebookModel

/// Two volumes with the same mount point or claim.
enum VolumeClash: NotebookRule {
  static let description = RuleDescription(
    code: "KALE310", name: "volume-clash", severity: .warning, fix: .suggested,
    summary: "Two volumes have the same mount point or are the same claim.",
    rationale: """
      Every step mounts every volume of the configuration. Kubernetes rejects a pod that mounts two volumes at the \
      same path or has two volumes of the same name.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": "/data", "type": "pvc"}, {"name": "b", "mount_point": «"/data/"», "type": "pvc"}]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": "/in", "type": "pvc"}, {"name": «"a"», "mount_point": "/out", "type": "pvc"}]}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": "/in", "type": "pvc"}, {"name": "b", "mount_point": "/out", "type": "pvc"}]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": "/data", "type": "pvc"}, {"name": "b", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var mountPoints: [String: Volume] = [:]
    var claims: [String: Volume] = [:]
    return analysis.configuration.configuration.volumes.filter(\.isMounted).flatMap { volume -> [Finding] in
      var findings: [Finding] = []
      let folder = volume.mountPoint.split(separator: "/").joined(separator: "/")
      if let other = mountPoints.updateValue(volume, forKey: folder) {
        findings.append(
          finding(
            volume, other, "mount_point",
            "Volumes `\(other.name)` and `\(volume.name)` have the same mount point `\(volume.mountPoint)`, which "
              + "Kubernetes rejects. Change one of the mount points, or remove a volume."))
      } else if volume.type == .claim, let other = claims[volume.name] {
        findings.append(
          finding(
            volume, other, "name",
            "Claim `\(volume.name)` is mounted twice, which Kubernetes rejects. Mount it once."))
      }
      if volume.type == .claim { claims[volume.name] = claims[volume.name] ?? volume }
      return findings
    }
  }

  private static func finding(
    _ volume: Volume, _ other: Volume, _ key: String, _ message: String
  ) -> Finding {
    Finding(
      description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + volume.path(key)), message,
      related: [
        .init(.metadata(path: ["kubeflow_notebook"] + other.path(key)), "This is the other volume.")
      ],
      fixes: [volume, other].map { removed in
        Fix(
          "Remove volume `\(removed.name)` at `\(removed.mountPoint)`",
          [.removeConfiguration(path: Array(removed.path(key).dropLast()))])
      })
  }
}
