import KaleAnalysis
import NotebookModel

/// A notebook that compiles to the same file as another one of its folder.
enum SameOutput: NotebookRule {
  static let description = RuleDescription(
    code: "KALE332", name: "same-output", severity: .warning, fix: .suggested,
    summary: "Two notebooks of a folder compile to the same file.",
    rationale: """
      The compiled files of a notebook have the name of its pipeline. Of two notebooks in one folder with the same \
      `pipeline_name`, the one that is compiled last replaces the files of the other, and both upload versions of one \
      pipeline. Copies of a notebook have the name of the original.

      `check` compares the notebooks that it is given. A notebook that another one refers \
      to is a part of that one and not compiled itself.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": «"train"», "experiment_name": "e"}
        # %% tags=["step:load"]
        data = 1
        # file: copy.ipynb
        # kubeflow_notebook: {"pipeline_name": "train", "experiment_name": "e"}
        # %% tags=["step:load"]
        data = 2
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "train", "experiment_name": "e"}
        # %% tags=["step:load"]
        data = 1
        # file: copy.ipynb
        # kubeflow_notebook: {"pipeline_name": "train-2", "experiment_name": "e"}
        # %% tags=["step:load"]
        data = 2
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "train", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          # file: copy.ipynb
          # kubeflow_notebook: {"pipeline_name": "train", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 2
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 1
          # file: copy.ipynb
          # kubeflow_notebook: {"pipeline_name": "train", "experiment_name": "e"}
          # %% tags=["step:load"]
          data = 2
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let others = analysis.folder.otherPipelines
    guard !others.names.isEmpty, !analysis.outline.units.isEmpty, analysis.notebook.foreignLanguage == nil
    else { return [] }
    let name = ProposedNames(for: analysis).pipeline
    let same = others.names.filter { $0.value == name }.map(\.key).sorted()
    guard !same.isEmpty else { return [] }
    let count = same.count + others.unlistedCount
    let hasName = analysis.notebook.kaleMetadata?["pipeline_name"] != nil
    let verb = count == 1 ? "compiles" : "compile"
    let free = freeName(among: Set(others.names.values).union([name]), analysis)
    return [
      Finding(
        description, kale: .accepted,
        at: hasName ? .metadata(path: ["kubeflow_notebook", "pipeline_name"]) : .notebook,
        "\(list(same, of: count)) \(verb) to the same file: each pipeline is named `\(name)`. Change `pipeline_name`.",
        fixes: [
          Fix(
            "Set `pipeline_name` to `\(free)`",
            [.setConfiguration(path: ["pipeline_name"], to: .string(free))])
        ])
    ]
  }

  /// Names notebooks, of which `names` has one or more; of many, the first two.
  private static func list(_ names: [String], of count: Int) -> String {
    if count <= 3, names.count == count { return names.enumeration }
    let shown = names.prefix(2).map { "`\($0)`" }
    let rest = count - shown.count
    return (shown + ["\(rest) other notebook\(rest == 1 ? "" : "s")"]).inWords
  }

  /// The name of the notebook's file, or else the pipeline's with a number, whichever no notebook has.
  private static func freeName(among used: Set<String>, _ analysis: NotebookAnalysis) -> String {
    let file = analysis.folder.notebookName.map { name in
      let end = name.utf8.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex
      return KubernetesName.proposal(for: String(name[..<end]))
    }
    if let file, !file.isEmpty, KubernetesName.isPipelineName(file), !used.contains(file) { return file }
    let base = ProposedNames(for: analysis).pipeline
    return (2...used.count + 2).lazy.map { "\(base)-\($0)" }.first { !used.contains($0) } ?? base
  }
}
