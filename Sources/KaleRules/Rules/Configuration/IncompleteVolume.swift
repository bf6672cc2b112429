import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A claim that the pipeline is to make, of no size.
enum IncompleteVolume: NotebookRule {
  static let description = RuleDescription(
    code: "KALE323", name: "incomplete-volume", severity: .error, fix: .safe,
    summary: "A volume that the pipeline makes has no size that Kubernetes takes.",
    rationale: """
      For a volume of the type `new_pvc` or `clone` the pipeline makes a persistent volume claim, and a claim asks for an \
      amount of storage: `size`, a whole number from 1 on, of `size_type`, such as `Gi`. \(KaleRelease.current) accepts the volume \
      and does nothing with it.
      """,
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
    let remedy = "Say how much storage it is to have, such as `\"size\": 5` and `\"size_type\": \"Gi\"`."
    switch object["size"] {
    case nil, .null:
      return finding(
        volume, nil, "Volume `\(volume.name)` has no `size`, and the claim cannot be made. \(remedy)")
    case .integer(let size) where size > 0:
      let unit = object["size_type"]?.string ?? ""
      let correction = ResourceAmount.unitSuggestion(for: unit).map { unit in
        Fix(
          "Change `size_type` to `\(unit)`", .safe,
          [.setConfiguration(path: volume.path("size_type"), to: .string(unit))])
      }
      return finding(
        volume, "size_type",
        "`\(unit)` is no unit of storage. Write `Ki`, `Mi`, `Gi`, `Ti` or `k`, `M`, `G`, `T`.",
        [correction].compactMap(\.self))
    default:
      return finding(
        volume, "size", "The size of volume `\(volume.name)` is not a whole number from 1 on. \(remedy)")
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
