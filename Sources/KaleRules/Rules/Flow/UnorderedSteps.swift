import KaleAnalysis
import NotebookModel

/// Steps that use a file on a volume in no order.
enum UnorderedSteps: InquiringRule {
  static let description = RuleDescription(
    code: "KALE333", name: "unordered-steps", severity: .warning, fix: .suggested,
    summary: "Two steps use a file on a volume, and neither waits for the other.",
    rationale: """
      Files on a volume do not appear in the data flow: a pipeline knows only from `prev:` tags which step needs a file of \
      another one. Without the tag, steps run at the same time. A step may then look for a file that does not exist yet, read \
      what an earlier run has written, or overwrite what another step is about to read. The runtime `exact` does without the \
      tag: its steps wait for those whose files they use, and the finding names Kale.

      Kale drops a `prev:` tag that passes no data, unless the step takes no data at all. So the tag is not enough for Kale if \
      the step takes data of a third step: mention a variable of the step that writes the file in the step that reads it, \
      so that data passes between them.

      The rule sees files whose path is in the code, below the mount point of a volume. A step that asks whether a file \
      exists is taken to do without it.
      """,
    whyNoFix:
      "There is no fix if the steps would form a cycle, or if the step that writes the file assigns no variable.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["step:setup"]
        scale = 2
        # %% tags=["step:save", "prev:setup"]
        rows = [1, 2]
        open("/data/rows.txt", "w").write(str(rows))
        # %% tags=["step:report", "prev:setup", "prev:save"]
        print(scale, open(«"/data/rows.txt"»).read())
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["imports"]
        import os
        # %% tags=["step:setup"]
        scale = 2
        # %% tags=["step:save", "prev:setup"]
        rows = [1, 2]
        open("/data/rows.txt", "w").write(str(rows))
        # %% tags=["step:report", "prev:setup", "prev:save"]
        print(scale, len(rows), open("/data/rows.txt").read())
        # %% tags=["step:check"]
        if os.path.exists("/data/rows.txt"):
            print(open("/data/rows.txt").read())
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:setup"]
          scale = 2
          # %% tags=["step:save"]
          rows = [1, 2]
          open("/data/rows.txt", "w").write(str(rows))
          # %% tags=["step:report", "prev:setup"]
          print(scale, open("/data/rows.txt").read())
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
          # %% tags=["step:setup"]
          scale = 2
          # %% tags=["step:save"]
          rows = [1, 2]
          open("/data/rows.txt", "w").write(str(rows))
          # %% tags=["step:report", "prev:setup", "prev:save"]
          rows
          print(scale, open("/data/rows.txt").read())
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    var groups: [Pair: [UnorderedFile]] = [:]
    var pairs: [Pair] = []
    for file in analysis.unorderedFiles(by: queries.runtime) {
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
      let problem =
        "In Kale's pipeline, step `\(second)` does not wait for `\(first)`, which \(verb(file)) \(name)."
      return file.isTagged
        ? problem
          + " Kale drops a `prev:` tag that passes no data: mention a variable of `\(first)` in `\(second)`."
        : problem + " Add `prev:\(first)` to `\(second)`, and mention a variable of `\(first)` there."
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

  /// What the step that comes first does with the file.
  private static func verb(_ file: UnorderedFile) -> String {
    if case .readThenWritten = file.conflict { "reads" } else { "writes" }
  }

  private static func related(_ file: UnorderedFile, _ first: String) -> String {
    "Step `\(first)` \(verb(file)) it here."
  }

  /// A tag, as far as that is enough; for Kale, a variable that passes from one step to the other too.
  private static func fix(_ file: UnorderedFile, _ first: String, _ analysis: NotebookAnalysis) -> Fix? {
    let unit = analysis.outline.units[file.second]
    guard file.isTagged || analysis.graph.canRun(file.second, after: file.first) else { return nil }
    let tag = NotebookEdit.addTag(cell: unit.definition, tag: "prev:\(first)")
    if !file.isOrderedHere { return Fix("Add `prev:\(first)` to step `\(unit.name)`", [tag]) }
    guard let name = variable(of: file.first, analysis),
      let mention = analysis.mention(
        of: [name], beforeStatementAt: file.later.statement.lowerBound, in: file.later.cell)
    else { return nil }
    return file.isTagged ? mention : Fix("Add `prev:\(first)`, and mention `\(name)`", [tag] + mention.edits)
  }

  /// A variable that a step can pass on: one that it passes on anyway, or the first that it assigns for certain.
  private static func variable(of unit: UnitIndex, _ analysis: NotebookAnalysis) -> String? {
    let outputs = analysis.kaleFlow.flows[unit].outputs
    let names = analysis.outline.units[unit].cells.flatMap { analysis.facts[$0].facts.bindings }
      .filter { $0.kind == .assignment && $0.certainty == .always && !$0.name.hasPrefix("_") }.map(\.name)
    return names.first(where: outputs.contains) ?? names.first
  }
}
