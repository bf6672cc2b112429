import KaleAnalysis
import NotebookModel

/// A claim that some Kubeflow Pipelines servers do not create as configured.
enum ClaimBeyondServers: NotebookRule {
  static let description = RuleDescription(
    code: "KALE324", name: "claim-beyond-servers", severity: .warning,
    summary: "A volume uses a feature that some Kubeflow Pipelines servers do not support.",
    rationale: """
      The Kubeflow Pipelines server creates the claims of a pipeline, and servers differ. Without \
      `storage_class_name`, many request a class named `standard` instead of the cluster's default, and the run fails \
      if the cluster has no such class ([#11396](https://github.com/kubeflow/pipelines/issues/11396)). Many servers \
      fail if the claim has `annotations` \
      ([#11261](https://github.com/kubeflow/pipelines/issues/11261)). For a volume of type `clone`, the rule \
      `ignored-volume` says what matters first.
      """,
    whyNoFix: "Only you know the version of the server and the classes of the cluster.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": «"new_pvc"», "size": 5, "size_type": "Gi", "annotations": «[{"key": "a", "value": "b"}]»}]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "storage_class_name": "fast", "volumes": [{"name": "data", "mount_point": "/data", "type": "clone", "size": 5, "size_type": "Gi", "annotations": «[{"key": "a", "value": "b"}]»}]}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "new_pvc", "size": 5, "size_type": "Gi", "storage_class_name": "fast"}]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc", "annotations": [{"key": "a", "value": "b"}]}]}
        # %% tags=["step:load"]
        data = 1
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let configuration = analysis.configuration.configuration
    return configuration.volumes.filter(\.isCreated).flatMap { volume -> [Finding] in
      var findings: [Finding] = []
      if volume.type == .newClaim, volume.storageClassName == nil, configuration.storageClassName == nil {
        findings.append(
          finding(
            volume, "type",
            "Without `storage_class_name`, many servers request the class `standard`, and the run "
              + "fails if there is none. Set the class of `\(volume.name)`."))
      }
      if !volume.annotations.isEmpty {
        findings.append(
          finding(
            volume, "annotations",
            "Many Kubeflow Pipelines servers fail on claim annotations. Remove them unless your server supports them."
          ))
      }
      return findings
    }
  }

  private static func finding(_ volume: Volume, _ key: String, _ message: String) -> Finding {
    Finding(
      description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + volume.path(key)), message)
  }
}
