import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A missing required key in the notebook's configuration.
enum MissingConfiguration: NotebookRule {
  static let description = RuleDescription(
    code: "KALE301", name: "missing-configuration", severity: .warning, fix: .sometimesSafe,
    summary: "A required key of the Kale configuration is missing.",
    rationale: """
      Kale needs an object `kubeflow_notebook` in the notebook's metadata that has at least `pipeline_name` and \
      `experiment_name`. Without them, `kale-lsp compile` names both after the notebook's file, and `kale --nb` calls every \
      pipeline `kale-pipeline`. A volume needs `name`, `mount_point` and `type`; without one of them, no pipeline can be \
      compiled, and the finding is an error.
      """,
    whyNoFix: "The name of a volume is that of a claim in the cluster, which the notebook does not know.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: «{"pipeline_name": "example"}»
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [«{"name": "a", "type": "pvc"}»]}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "example"}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "example"}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "example"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"experiment_name": "Titanic (2nd try)"}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"experiment_name": "Titanic (2nd try)", "pipeline_name": "example"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    names(analysis)
      + analysis.configuration.faults.compactMap { fault in
        guard case .missing(let key) = fault.kind, !fault.isAboutNames else { return nil }
        let value = proposal(for: key, in: fault.path, analysis)
        return Finding(
          description, severity: .error, kale: .refused, at: fault.place,
          "\(fault.reason). Set it to compile the notebook.",
          fixes: fault.fixes.isEmpty ? setting(key, to: value, in: fault.path) : fault.fixes)
      }
  }

  /// One finding for the names of the pipeline and the experiment, since usually both are missing.
  private static func names(_ analysis: NotebookAnalysis) -> [Finding] {
    let faults = analysis.configuration.faults.filter(\.isAboutNames)
    guard let first = faults.first else { return [] }
    let keys = faults.compactMap(\.missingKey)
    let proposed = ProposedNames(for: analysis)
    let values = keys.map { ($0, $0 == "pipeline_name" ? proposed.pipeline : proposed.experiment) }
    let isRefused = faults.contains { $0.kind != .empty("experiment_name") }
    let used = Set(values.map(\.1)).sorted().map { "`\($0)`" }.joined(separator: " and ")
    let renames = faults.flatMap(\.fixes)
    let edits = values.map { NotebookEdit.setConfiguration(path: [$0.0], to: .string($0.1)) }
    let title = values.map { "`\($0.0)` to `\($0.1)`" }.joined(separator: " and ")
    return [
      Finding(
        description, kale: isRefused ? .refused : .accepted, at: first.place,
        "\(subject(keys)) in the Kale configuration, so `kale-lsp` uses \(used). "
          + (isRefused
            ? "Kale needs \(keys.count == 1 ? "it" : "both"): set \(keys.count == 1 ? "it" : "them")."
            : "Set it."),
        fixes: renames.isEmpty ? [Fix("Set \(title)", .safe, edits)] : Array(renames.prefix(1)))
    ]
  }

  private static func subject(_ keys: [String]) -> String {
    let names = keys.map { "`\($0)`" }.joined(separator: " and ")
    return "\(names) \(keys.count == 1 ? "is" : "are") not set"
  }

  private static func setting(_ key: String, to value: String?, in path: [String]) -> [Fix] {
    guard let value else { return [] }
    let edit = NotebookEdit.setConfiguration(path: path + [key], to: .string(value))
    return [Fix("Set `\(key)` to `\(value)`", [edit])]
  }

  /// What a missing key of a volume could be set to.
  private static func proposal(for key: String, in path: [String], _ analysis: NotebookAnalysis) -> String? {
    switch key {
    case "type": return "pvc"
    case "mount_point":
      guard path.count == 2, let index = Int(path[1]),
        case .array(let volumes) = analysis.notebook.kaleMetadata?["volumes"],
        volumes.indices.contains(index),
        case .string(let name) = volumes[index]["name"]
      else { return nil }
      let folder = KubernetesName.proposal(for: name)
      return folder.isEmpty ? nil : "/mnt/\(folder)"
    default: return nil
    }
  }
}

extension ConfigurationFault {
  /// The key that is missing, or whose name is empty.
  fileprivate var missingKey: String? {
    switch kind {
    case .missing(let key), .empty(let key): key
    case .unknown, .invalid, .rejectedByKale, .unusable, .crashesKale: nil
    }
  }

  /// Whether the name of the pipeline or of the experiment is missing.
  fileprivate var isAboutNames: Bool { path.isEmpty && missingKey != nil }
}

extension ConfigurationFault {
  /// The place of a finding about the fault.
  var place: NotebookPlace {
    let path = ["kubeflow_notebook"] + self.path
    return kind == .unknown ? .metadataKey(path: path) : .metadata(path: path)
  }
}
