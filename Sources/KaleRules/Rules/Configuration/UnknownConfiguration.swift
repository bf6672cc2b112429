import KaleAnalysis

/// An unknown key in the notebook's configuration.
enum UnknownConfiguration: NotebookRule {
  static let description = RuleDescription(
    code: "KALE302", name: "unknown-configuration", severity: .warning, concernsKaleAlone: true,
    fix: .sometimesSafe,
    summary: "The Kale configuration has a key that Kale does not know.",
    rationale: """
      \(KaleRelease.current) fails with a Python traceback on unknown keys, for example those of older notebooks \
      (`docker_image`, now `base_image`; `autosnapshot`, removed). `kale-lsp compile` ignores such keys.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", «"docker_image"»: "python:3.12"}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "security_context": {«"uid"»: 1}}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "docker_image": "python:3.12"}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "autosnapshot": true}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let faults = analysis.configuration.faults.filter { $0.kind == .unknown }
    guard !faults.isEmpty else { return [] }
    // The migration of the notebook, which another rule offers as a whole, takes care of the keys of Kale 0.x.
    let isMigrated = faults.contains(where: KaleMigration.isOldKey) && !OldTags(analysis).isEmpty
    return faults.filter { !isMigrated || !KaleMigration.isOldKey($0) }.map { fault in
      Finding(description, kale: .refused, at: fault.place, "\(fault.reason).", fixes: fixes(of: fault))
    }
  }

  /// A key that only Kale 0.x had has no effect, so its removal loses nothing.
  private static func fixes(of fault: ConfigurationFault) -> [Fix] {
    guard KaleMigration.isOldKey(fault), fault.fixes.count == 1, var removal = fault.fixes.first else {
      return fault.fixes
    }
    removal.applicability = .safe
    return [removal]
  }
}
