import KaleAnalysis
import JSONSyntax
import NotebookModel

/// An invalid value in the notebook's configuration.
enum InvalidConfiguration: NotebookRule {
  static let description = RuleDescription(
    code: "KALE303", name: "invalid-configuration", severity: .error, fix: .sometimesSafe,
    summary: "A value in the Kale configuration has the wrong type or format.",
    rationale: """
      Kale validates the values in `kubeflow_notebook` and rejects the notebook if one has the wrong type or format. \
      It accepts a few values that KFP or Kubernetes rejects: a negative user ID, two volumes with the same \
      environment variable, half an accelerator.

      The name of a claim or a storage class may contain dots in Kubernetes, and only Kale rejects it: that is a \
      warning. No automatic fix renames what exists in the cluster.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": «"My Pipeline"», "experiment_name": "e"}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "timeout": «"soon"»}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": [«"cpu:2"»]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "storage_class_name": «"csi.fast.v1"»}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {"run_as_user": «-1»}}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "timeout": 600, "output_path": null}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "My Pipeline", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "my-pipeline", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "enable_caching": "false"}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "enable_caching": false}
          # %% tags=["step:load"]
          data = 1
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.compactMap { fault in
      let (severity, verdict): (Finding.Severity, Finding.KaleVerdict)
      switch fault.kind {
      case .invalid: (severity, verdict) = (.error, .refused)
      case .rejectedByKale: (severity, verdict) = (.warning, .refused)
      case .unusable: (severity, verdict) = (.error, .accepted)
      case .missing, .empty, .unknown, .crashesKale: return nil
      }
      return Finding(
        description, severity: severity, kale: verdict, at: fault.place,
        "\(fault.reason.capitalizedFirst).", fixes: fault.path.isEmpty ? [replacement(analysis)] : fault.fixes
      )
    }
  }

  /// Replaces a value that is not a configuration at all.
  private static func replacement(_ analysis: NotebookAnalysis) -> Fix {
    let proposed = ProposedNames(for: analysis)
    let names: JSONValue = [
      "pipeline_name": .string(proposed.pipeline), "experiment_name": .string(proposed.experiment),
    ]
    return Fix("Replace with a minimal configuration", [.setConfiguration(path: [], to: names)])
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
