import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A claim that the pipeline creates, without a valid size.
enum IncompleteVolume: NotebookRule {
  static let description = RuleDescription(
    code: "KALE323", name: "incomplete-volume", severity: .error, fix: .safe,
    summary: "A volume that the pipeline creates has no valid size.",
    rationale: """
      For a volume of type `new_pvc` or `clone`, the pipeline creates a persistent volume claim, which requests \
      storage: `size`, a positive integer, in units of `size_type`, for example `Gi`. \(KaleRelease.current) \
      accepts the volume and ignores it.
      """,
    whyNoFix: "Only you know how much storage the volume needs.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [«{"name": "data", "mount_point": "/data", "type": "new_pvc"}»]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "clone", "size": «0», "size_type": "Gi"}]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "new_pvc", "size": 5, "size_type": «"GB"»}]}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "new_pvc", "size": 5, "size_type": "Gi"}, {"name": "old", "mount_point": "/old", "type": "pvc"}]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "new_pvc", "size": 5, "size_type": "gb"}]}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "new_pvc", "size": 5, "size_type": "G"}]}
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard case .array(let volumes) = analysis.notebook.kaleMetadata?["volumes"] else { return [] }
    return analysis.configuration.configuration.volumes.compactMap { volume in
      guard volume.isCreated, volume.size == nil, volumes.indices.contains(volume.index) else { return nil }
      return finding(volume, volumes[volume.index])
    }
  }

  private static func finding(_ volume: Volume, _ object: JSONValue) -> Finding {
    let remedy = "Set the storage to request, for example `\"size\": 5` and `\"size_type\": \"Gi\"`."
    switch object["size"] {
    case nil, .null:
      return finding(
        volume, nil, "Volume `\(volume.name)` has no `size`, so its claim cannot be created. \(remedy)")
    case .integer(let size) where size > 0:
      let unit = object["size_type"]?.string ?? ""
      let correction = ResourceAmount.unitSuggestion(for: unit).map { unit in
        Fix(
          "Change `size_type` to `\(unit)`", .safe,
          [.setConfiguration(path: volume.path("size_type"), to: .string(unit))])
      }
      return finding(
        volume, "size_type",
        "`\(unit)` is not a valid storage unit. Use `Ki`, `Mi`, `Gi`, `Ti`, `k`, `M`, `G` or `T`.",
        [correction].compactMap(\.self))
    default:
      return finding(
        volume, "size", "The size of volume `\(volume.name)` must be a positive integer. \(remedy)")
    }
  }

  private static func finding(
    _ volume: Volume, _ key: String?, _ message: String, _ fixes: [Fix] = []
  ) -> Finding {
    let path = ["kubeflow_notebook"] + (key.map(volume.path) ?? ["volumes", "\(volume.index)"])
    return Finding(description, kale: .accepted, at: .metadata(path: path), message, fixes: fixes)
  }
}

extension JSONValue {
  fileprivate var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }
}
