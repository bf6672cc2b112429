import KaleAnalysis
import NotebookModel

/// A volume that Kale ignores and kale-lsp creates.
enum IgnoredVolume: NotebookRule {
  static let description = RuleDescription(
    code: "KALE329", name: "ignored-volume", severity: .warning, fix: .suggested,
    summary: "Kale ignores a volume that the pipeline creates.",
    rationale: """
      The panel of Kale 0.x adds a volume of type `clone` for each volume of the notebook server, and one of type `new_pvc` \
      if you ask for it. \(KaleRelease.current) accepts such volumes and mounts none of them: what steps write to the mount \
      point is lost. `kale-lsp compile` creates the claim when the pipeline starts, mounts it in every step, and deletes it \
      at the end. The claim that a `clone` copies must exist in the cluster of the run, and Kubeflow Pipelines servers \
      released before 2026 create an empty claim instead \
      ([#12696](https://github.com/kubeflow/pipelines/pull/12696)).

      The finding about a `clone` is a warning, because its run fails without the claim. That about a `new_pvc` is a \
      warning about Kale if code uses files below the mount point, and information otherwise.

      Remove the volume if no step needs it; the migration of a notebook of Kale 0.x removes it. If the steps should use the \
      claim itself, mount it: type `pvc`.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": «"new_pvc"», "size": 5, "size_type": "Gi", "storage_class_name": "fast"}]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "workspace-1", "mount_point": "/home/jovyan", "type": «"clone"», "size": 5, "size_type": "Gi", "storage_class_name": "fast"}]}
        # %% tags=["step:load"]
        data = 1
        """,
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
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "clone", "size": 5, "size_type": "Gi", "storage_class_name": "fast"}]}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": []}
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.configuration.volumes.filter(\.isCreated).map { volume in
      let path = volume.path("type")
      let canBeMounted = KubernetesName.isValidForKale(resource: volume.name[...])
      let isUsed = analysis.fileUses.reach(below: volume.mountPoint)
      let remedy = canBeMounted ? "Remove it, or mount the claim itself." : "Remove it if no step needs it."
      let removal = Fix(
        "Remove volume `\(volume.name)`", [.removeConfiguration(path: Array(path.dropLast()))])
      let mount = Fix(
        "Change the type to `pvc`, which mounts claim `\(volume.name)` itself",
        [.setConfiguration(path: path, to: .string("pvc"))])
      return Finding(
        description, severity: volume.type == .clone || isUsed ? .warning : .information, kale: .accepted,
        isHandled: volume.type != .clone && isUsed, at: .metadata(path: ["kubeflow_notebook"] + path),
        "Kale ignores volume `\(volume.name)`. \(effect(of: volume)) \(remedy)",
        fixes: canBeMounted ? [removal, mount] : [removal])
    }
  }

  private static func effect(of volume: Volume) -> String {
    volume.type == .clone
      ? "`kale-lsp` copies claim `\(volume.name)`, which must exist, for each run."
      : "`kale-lsp` creates it for each run, and deletes it at the end."
  }
}
