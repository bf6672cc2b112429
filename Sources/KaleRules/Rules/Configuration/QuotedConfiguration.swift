import KaleAnalysis
import NotebookModel

/// A value of the configuration that breaks the code Kale generates.
enum QuotedConfiguration: NotebookRule {
  static let description = RuleDescription(
    code: "KALE307", name: "quoted-configuration", severity: .warning, concernsKaleAlone: true,
    summary: "A value in the configuration breaks the code that Kale generates.",
    rationale: """
      \(KaleRelease.current) inserts values of the configuration between quotes in the Python code it generates, \
      without escaping them: `pipeline_description` and `base_image` between single quotes; `marshal_path`, mount \
      points of volumes and values of labels and annotations between double quotes. A value that contains the same \
      quote, a line break or a backslash makes the code invalid or changes the value. `kale-lsp compile` escapes every \
      value.
      """,
    whyNoFix: "Only you know which other value serves the same purpose.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "pipeline_description": «"Kale's"»}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "it's", "pipeline_description": "the \\"best\\""}
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let configuration = analysis.configuration.configuration
    let single = UInt8(ascii: "'")
    let double = UInt8(ascii: "\"")
    var texts: [(path: [String], text: String, quote: UInt8)] = [
      (["pipeline_description"], configuration.pipelineDescription, single),
      (["base_image"], configuration.baseImage ?? "", single),
      (["marshal_path"], configuration.marshalPath, double),
    ]
    texts += configuration.volumes.filter { $0.type == .claim }.map {
      ($0.path("mount_point"), $0.mountPoint, double)
    }
    texts += analysis.configuration.defaultTags.compactMap { tag in
      tag.meaning.metadataValue.map { (tag.path, $0, double) }
    }
    return texts.compactMap { path, text, quote in
      guard let harm = GeneratedCode.harm(of: text, between: quote) else { return nil }
      return Finding(
        description, kale: .accepted, isHandled: true, at: .metadata(path: ["kubeflow_notebook"] + path),
        "\(harm.sentence) For Kale, use a value without it.")
    }
  }
}
