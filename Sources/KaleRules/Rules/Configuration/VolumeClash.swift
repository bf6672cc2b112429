import KaleAnalysis
import NotebookModel

/// Two volumes with the same mount point or claim.
enum VolumeClash: NotebookRule {
  static let description = RuleDescription(
    code: "KALE310", name: "volume-clash", severity: .warning,
    summary: "Two volumes have the same mount point or are the same claim.",
    rationale: """
      Every step mounts every volume of the configuration. Kubernetes rejects a pod that mounts two volumes at the \
      same path or has two volumes of the same name.
      """,
    whyNoFix: "Only you know which of the two volumes belongs at the mount point.",
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
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var mountPoints: [String: String] = [:]
    var names: Set<String> = []
    return analysis.configuration.configuration.volumes.filter(\.isMounted).flatMap { volume -> [Finding] in
      var findings: [Finding] = []
      let folder = volume.mountPoint.split(separator: "/").joined(separator: "/")
      if let other = mountPoints.updateValue(volume.name, forKey: folder) {
        findings.append(
          finding(
            volume, "mount_point",
            "Volumes `\(other)` and `\(volume.name)` have the same mount point `\(volume.mountPoint)`, which Kubernetes "
              + "rejects. Change one of the mount points."))
      }
      if volume.type == .claim, !names.insert(volume.name).inserted {
        findings.append(
          finding(
            volume, "name",
            "Claim `\(volume.name)` is mounted twice, which Kubernetes rejects. Mount it once."))
      }
      return findings
    }
  }

  private static func finding(_ volume: Volume, _ key: String, _ message: String) -> Finding {
    Finding(
      description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + volume.path(key)), message)
  }
}
