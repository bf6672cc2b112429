import KaleAnalysis
import NotebookModel

/// Steps that use a file on a volume in no order.
enum UnorderedSteps: NotebookRule {
  static let description = RuleDescription(
    code: "KALE333", name: "unordered-steps", severity: .warning, fix: .suggested,
    summary: "Two steps use a file on a volume, and neither waits for the other.",
    rationale: """
      A `prev:` tag is the only thing that tells the pipeline that a step needs a file of another one: files on a volume \
      do not appear in the data flow. Without the tag, steps run at the same time. A step may then look for a file that \
      does not exist yet, read what an earlier run has written, or overwrite what another step is about to read.

      Kale drops a `prev:` tag that passes no data, unless the step takes no data at all. The order of the steps that \
      write a file and read it is then lost in Kale's pipeline alone: the finding is a warning that names Kale, and an \
      error with `--strict`. For Kale, mention a variable of the step that writes the file in the step that reads it, \
      such that data passes between them.

      The rule sees files whose path is in the code, below the mount point of a volume. A step that asks whether a file \
      exists is taken to do without it.
      """,
    whyNoFix:
      "There is no fix if the steps would form a cycle, or if only Kale loses the order: kale-lsp does not choose which "
      + "variable to pass.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:save"]
        pd.DataFrame({"a": [1, 2]}).to_csv("/data/rows.csv")
        # %% tags=["step:report"]
        print(len(pd.read_csv(«"/data/rows.csv"»)))
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["imports"]
        import os
        import pandas as pd
        # %% tags=["step:save"]
        rows = pd.DataFrame({"a": [1, 2]})
        rows.to_csv("/data/rows.csv")
        # %% tags=["step:report", "prev:save"]
        print(len(pd.read_csv("/data/rows.csv")))
        # %% tags=["step:check"]
        if os.path.exists("/data/rows.csv"):
            print(len(pd.read_csv("/data/rows.csv")))
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:save"]
          with open("/data/notes.txt", "w") as file:
              file.write("hello")
          # %% tags=["step:read"]
          print(open("/data/notes.txt").read())
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:save"]
          with open("/data/notes.txt", "w") as file:
              file.write("hello")
          # %% tags=["step:read", "prev:save"]
          print(open("/data/notes.txt").read())
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var groups: [Pair: [UnorderedFile]] = [:]
    var pairs: [Pair] = []
    for file in analysis.unorderedFiles {
      let pair = Pair(first: file.first, second: file.second)
      if groups[pair] == nil { pairs.append(pair) }
      groups[pair, default: []].append(file)
    }
    return pairs.compactMap { groups[$0].flatMap { finding($0, analysis) } }
  }

  /// Two steps in the order of the notebook.
  private struct Pair: Hashable {
    let first: UnitIndex
    let second: UnitIndex
  }

  /// One finding for all files of two steps.
  private static func finding(_ files: [UnorderedFile], _ analysis: NotebookAnalysis) -> Finding? {
    guard let file = files.first else { return nil }
    let first = analysis.stepName(file.first)
    let second = analysis.stepName(file.second)
    let other = Set(files.map(\.later.file)).count - 1
    let name =
      file.description + (other == 0 ? "" : other == 1 ? " and another file" : " and \(other) other files")
    return Finding(
      description, kale: .accepted, isHandled: file.isOrderedHere, at: analysis.place(of: file.later),
      message(file, name, first, second, canWait: analysis.graph.canRun(file.second, after: file.first)),
      related: [.init(analysis.place(of: file.earlier), related(file, first))],
      fixes: fix(file, first, analysis).map { [$0] } ?? [])
  }

  private static func message(
    _ file: UnorderedFile, _ name: String, _ first: String, _ second: String, canWait: Bool
  ) -> String {
    if file.isOrderedHere {
      return
        "In Kale's pipeline, step `\(second)` does not wait for `\(first)`, which \(verb(file, of: .first)) \(name). "
        + "Kale drops a `prev:` tag that passes no data: mention a variable of `\(first)` in `\(second)`."
    }
    let remedy = canWait ? "Add `prev:\(first)` to `\(second)`." : "Make one of them wait for the other."
    switch file.conflict {
    case .writtenThenRead:
      return
        "Step `\(second)` reads \(name), which step `\(first)` writes, but does not wait for it. \(remedy)"
    case .readThenWritten:
      return
        "Step `\(second)` overwrites \(name), which step `\(first)` reads, but does not wait for it. \(remedy)"
    case .writtenTwice:
      return "Steps `\(first)` and `\(second)` write \(name), but neither waits for the other. \(remedy)"
    }
  }

  private enum Side { case first, second }

  private static func verb(_ file: UnorderedFile, of side: Side) -> String {
    switch (file.conflict, side) {
    case (.readThenWritten, .first), (.writtenThenRead, .second): "reads"
    default: "writes"
    }
  }

  private static func related(_ file: UnorderedFile, _ first: String) -> String {
    "Step `\(first)` \(verb(file, of: .first)) it here."
  }

  private static func fix(_ file: UnorderedFile, _ first: String, _ analysis: NotebookAnalysis) -> Fix? {
    guard !file.isOrderedHere, analysis.graph.canRun(file.second, after: file.first) else { return nil }
    let unit = analysis.outline.units[file.second]
    return Fix(
      "Add `prev:\(first)` to step `\(unit.name)`", [.addTag(cell: unit.definition, tag: "prev:\(first)")])
  }
}
