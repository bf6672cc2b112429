import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A missing required key in the notebook's configuration.
enum MissingConfiguration: NotebookRule {
  static let description = RuleDescription(
    code: "KALE301", name: "missing-configuration", severity: .error, fix: .sometimesSafe,
    summary: "A required key of the Kale configuration is missing.",
    rationale: """
      No pipeline can be compiled without an object `kubeflow_notebook` in the notebook's metadata that has at least \
      `pipeline_name` and `experiment_name`. A volume needs `name`, `mount_point` and `type`.
      """,
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
          # kubeflow_notebook: {"experiment_name": "Titanic (2nd try)", "pipeline_name": "titanic-2nd-try"}
          # %% tags=["step:load"]
          data = 1
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.faults.compactMap { fault in
      guard case .missing(let key) = fault.kind else { return nil }
      let value = proposal(for: key, in: fault.path, analysis)
      return Finding(
        description, kale: .refused, at: fault.place,
        "\(fault.reason). Set it to compile the notebook.",
        fixes: fault.fixes.isEmpty ? setting(key, to: value, in: fault.path) : fault.fixes)
    }
  }

  private static func setting(_ key: String, to value: String?, in path: [String]) -> [Fix] {
    guard let value else { return [] }
    let edit = NotebookEdit.setConfiguration(path: path + [key], to: .string(value))
    return [Fix("Set `\(key)` to `\(value)`", .safe(if: path.isEmpty), [edit])]
  }

  /// What a missing key could be set to.
  private static func proposal(for key: String, in path: [String], _ analysis: NotebookAnalysis) -> String? {
    switch key {
    case "pipeline_name": return ConfigurationProposal.pipelineName(for: analysis)
    case "experiment_name": return ConfigurationProposal.experimentName(for: analysis)
    case "type": return "pvc"
    case "mount_point":
      guard path.count == 2, let index = Int(path[1]),
        case .array(let volumes) = analysis.notebook.kaleMetadata?["volumes"],
        volumes.indices.contains(index),
        case .string(let name) = volumes[index]["name"]
      else { return nil }
      let folder = KubernetesName.fitted(name)
      return folder.isEmpty ? nil : "/mnt/\(folder)"
    default: return nil
    }
  }
}

/// Proposes names for a notebook that does not set its own.
enum ConfigurationProposal {
  /// A valid name for the pipeline, drawn from the experiment's or from the notebook's first heading.
  static func pipelineName(for analysis: NotebookAnalysis) -> String {
    let candidates = [analysis.configuration.configuration.experimentName, firstHeading(of: analysis)]
    let names = candidates.lazy.compactMap { $0 }.map { KubernetesName.fitted($0).prefix(longestName) }
    return names.compactMap { TextForm.pipelineName.suggestion(for: String($0)) ?? valid(String($0)) }.first
      ?? "pipeline"
  }

  /// A name for the experiment: the pipeline's, or what KFP calls the one there always is.
  static func experimentName(for analysis: NotebookAnalysis) -> String {
    let name = analysis.configuration.configuration.pipelineName
    return name.isEmpty ? "Default" : name
  }

  private static let longestName = 60

  private static func valid(_ name: String) -> String? {
    TextForm.pipelineName.fault(in: name) == nil ? name : nil
  }

  /// The text of the first Markdown heading.
  private static func firstHeading(of analysis: NotebookAnalysis) -> String? {
    for cell in analysis.notebook.cells where cell.kind == .markdown {
      for line in cell.source.string.split(whereSeparator: \.isNewline) where line.hasPrefix("#") {
        return String(line.drop { $0 == "#" || $0 == " " })
      }
    }
    return nil
  }
}

extension ConfigurationFault {
  /// The place of a finding about the fault.
  var place: NotebookPlace {
    let path = ["kubeflow_notebook"] + self.path
    return kind == .unknown ? .metadataKey(path: path) : .metadata(path: path)
  }
}
