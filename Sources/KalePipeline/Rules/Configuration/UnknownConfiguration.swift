import JSONSyntax
import NotebookModel

/// A key of the notebook's configuration that Kale does not know.
enum UnknownConfiguration: Rule {
  static let description = RuleDescription(
    code: "KALE302", name: "unknown-configuration", severity: .warning,
    summary: "The Kale configuration has a key that Kale does not know.",
    rationale: """
      Kale 2.3.0 stops with a Python traceback at a key it does not know, such as those of older notebooks \
      (`docker_image`, now `base_image`; `autosnapshot`, gone). `kale-lsp compile` passes over such keys.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "p", "experiment_name": "e", "docker_image": "python:3.12"}»
        # %% tags=["step:load"]
        data = 1
        """
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
          # kubeflow_notebook: {"pipeline_name": "p", "autosnapshot": true, "experiment_name": "e"}
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

  /// What became of keys of older versions.
  private static let successors = ["docker_image": "base_image"]
  /// Keys of older versions that nothing took the place of.
  private static let gone: Set<String> = ["autosnapshot"]

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.filter { $0.kind == .unknown }.map { fault in
      let key = fault.path.last ?? ""
      let siblings = ConfigurationSchema.keys(besides: fault.path).map(\.name)
      let successor = successors[key] ?? TagSuggestion.nearest(to: key, among: siblings)
      let remedy = successor.map { "Write `\($0)`." } ?? "Remove it."
      let removal = Fix(
        "Remove `\(key)`", isPreferred: gone.contains(key), [.removeConfiguration(path: fault.path)])
      var fixes = [removal]
      if let successor, !analysis.hasConfiguration(successor, besides: fault.path) {
        let change = NotebookEdit.renameConfiguration(path: fault.path, to: successor)
        fixes.insert(Fix("Change `\(key)` to `\(successor)`", isPreferred: true, [change]), at: 0)
      }
      return Finding(
        description, kale: .refused, at: .metadata(path: ["kubeflow_notebook"] + fault.path),
        "\(fault.reason). Kale 2.3.0 refuses the notebook for it; `kale-lsp compile` passes over it. \(remedy)",
        fixes: fixes)
    }
  }
}

extension ConfigurationSchema {
  /// The keys of the object that a path leads into.
  fileprivate static func keys(besides path: [String]) -> [ConfigurationKey] {
    switch path.dropLast().first {
    case nil: notebook
    case "volumes": volume
    case "security_context": securityContext
    default: katib
    }
  }
}

extension NotebookAnalysis {
  /// Whether the object that a path leads into has a key.
  fileprivate func hasConfiguration(_ key: String, besides path: [String]) -> Bool {
    var value = notebook.kaleMetadata
    for part in path.dropLast() {
      if case .array(let elements) = value {
        value = Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      } else {
        value = value?[part]
      }
    }
    return value?[key] != nil
  }
}
