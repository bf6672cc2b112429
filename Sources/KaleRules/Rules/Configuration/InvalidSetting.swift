import KaleAnalysis
import NotebookModel

/// An unknown or invalid setting of kale-lsp's own.
enum InvalidSetting: NotebookRule {
  static let description = RuleDescription(
    code: "KALE325", name: "invalid-setting", severity: .error,
    summary: "A setting in the notebook's metadata `kale_lsp` is unknown or has the wrong type.",
    rationale: """
      `metadata.kale_lsp` holds settings of the notebook that only kale-lsp reads; Kale ignores them. An invalid \
      setting would silently be missing from the pipeline.
      """,
    whyNoFix: "Only you know which setting or value is meant.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"step_timeout": «"1h"», "retries": {"count": «-1», «"backof_seconds"»: 60}}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {«"timeout"»: 60, "retries": «3», "packages": «"all"», "requirements": [«"a b"»]}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"step_timeout": 3600, "retries": {"count": 3, "backoff_seconds": 60, "backoff_factor": 1.5}}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"packages": "step", "requirements": ["pandas==2.2.3"], "package_names": {"ours": null, "cv2": "opencv"}}
        # %% tags=["step:load"]
        data = 1
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.settingFaults.map { fault in
      let path = ["kale_lsp"] + fault.path
      return Finding(
        description, kale: .accepted,
        at: fault.isUnknownKey ? .metadataKey(path: path) : .metadata(path: path),
        "\(fault.reason.capitalizedFirst).")
    }
  }
}
