import KaleAnalysis
import NotebookModel

/// A volume whose mount point or name Kubernetes does not accept.
enum UnmountableVolume: NotebookRule {
  static let description = RuleDescription(
    code: "KALE331", name: "unmountable-volume", severity: .warning, fix: .suggested,
    summary: "A volume has a mount point that hides or moves files, or a name that Kubernetes rejects.",
    rationale: """
      A mount point must be an absolute path other than `/`. Kubernetes resolves a relative path against `/`, not \
      against the folder in which the code runs. Mounted at `/`, a volume hides the files of the image, Python \
      included: only this is an error, because no step can start.

      Kubeflow Pipelines gives a pod's volume the name of its claim. Unlike the name of a claim, it may have at most \
      63 characters and no dots. If the pipeline creates the claim, the name starts with a UUID of 36 characters.
      """,
    whyNoFix: "A volume has the name of its claim in the cluster, which a fix cannot rename.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": «"data"», "type": "pvc"}, {"name": "b", "mount_point": «"/"», "type": "pvc"}, {"name": «"team.data"», "mount_point": "/team", "type": "pvc"}]}
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
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "a", "mount_point": "data", "type": "pvc"}]}
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
    analysis.configuration.configuration.volumes.filter(\.isMounted).flatMap { volume in
      [mountPointFinding(volume), nameFinding(volume)].compactMap(\.self)
    }
  }

  private static func mountPointFinding(_ volume: Volume) -> Finding? {
    let path = volume.mountPoint
    let folder = path.split(separator: "/").joined(separator: "/")
    if folder.isEmpty {
      return finding(
        volume, "mount_point", .error,
        "Volume `\(volume.name)` hides all files of the image. Mount it at a folder, "
          + "for example `/data`.", newPath: "/" + volume.name)
    }
    guard !path.hasPrefix("/"), !path.contains(":") else { return nil }
    return finding(
      volume, "mount_point", .warning,
      "Mount point `\(path)` is a relative path, which Kubernetes reads as `/\(folder)`. Use an absolute path.",
      newPath: "/" + folder)
  }

  private static func nameFinding(_ volume: Volume) -> Finding? {
    KubernetesSyntax.fault(inClaim: volume).flatMap { fault in
      finding(
        volume, "name", .warning,
        "On a cluster, steps cannot mount claim `\(volume.name)`: \(fault). Use another claim.",
        newPath: nil)
    }
  }

  private static func finding(
    _ volume: Volume, _ key: String, _ severity: Finding.Severity, _ message: String, newPath: String?
  ) -> Finding? {
    let path = volume.path(key)
    return Finding(
      description, severity: severity, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + path),
      message,
      fixes: newPath.map {
        [Fix("Change the mount point to `\($0)`", [.setConfiguration(path: path, to: .string($0))])]
      }
        ?? [])
  }
}
