import KaleAnalysis
import NotebookModel

/// A name with a leading underscore that is passed from step to step.
enum UnderscoreName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE229", name: "underscore-name", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "A name that starts with `_` is passed from step to step.",
    rationale: """
      Kale names the artifact of a value after its variable, but the name of an artifact must start with a letter: \
      Kubeflow Pipelines rejects the pipeline that Kale compiles. `kale-lsp compile` renames such an artifact.
      """,
    whyNoFix: "Where a string may read the name, for example in `eval`, only you can rename it.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «_rows» = [1, 2]
        # %% tags=["step:train", "prev:load"]
        print(_rows)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        _rows = [1, 2]
        rows = _rows
        # %% tags=["step:train", "prev:load"]
        print(rows)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          _rows = [1, 2]
          # %% tags=["step:train", "prev:load"]
          print(_rows)
          """,
          after: """
          # %% tags=["step:load"]
          rows = [1, 2]
          # %% tags=["step:train", "prev:load"]
          print(rows)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.units(withCells: .underscoreNames).flatMap { unit -> [Finding] in
      let names = analysis.kaleFlow.flows[unit].outputs.filter { $0.utf8.first == UInt8(ascii: "_") }
      return names.sorted().compactMap { finding($0, unit, analysis) }
    }
  }

  private static func finding(_ name: String, _ unit: UnitIndex, _ analysis: NotebookAnalysis) -> Finding? {
    guard let place = analysis.binding(of: name, in: unit) else { return nil }
    let rename = place.cell.flatMap { VariableRename(of: name, from: unit, $0, analysis) }
    return Finding(
      description, severity: .error, kale: .accepted, isHandled: true, at: place,
      "Step `\(analysis.stepName(unit))` passes on `\(name)`, whose leading `_` makes Kubeflow Pipelines reject "
        + "Kale's pipeline. Start the name with a letter.",
      fixes: rename.map { [$0.fix] } ?? [])
  }
}
