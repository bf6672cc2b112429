import KaleAnalysis

/// A referenced notebook that reassigns a name that it takes.
enum ChangedByNotebook: NotebookRule {
  static let description = RuleDescription(
    code: "KALE510", name: "changed-by-notebook", severity: .warning,
    summary:
      "A referenced notebook reassigns a name that it takes, and a later step or notebook takes it too.",
    rationale: """
      Kale assumes that a notebook that takes a name does not define it: later steps get the earlier value, and \
      nothing fails. kale-lsp passes the new value to steps, as in the notebook. Two notebooks with no step between \
      them run in parallel, so the second one gets the earlier value in both pipelines.
      """,
    whyNoFix: "The other notebook has to use another name for the new value, and fixes do not change it.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = [1, 2]
        # %% tags=[«"notebook:clean"»] notebook_path="clean.ipynb"
        # %% tags=["step:report"]
        print(data)
        # file: clean.ipynb
        # %% tags=["step:clean"]
        data = data[1:]
        """,
        """
        # %% tags=["step:load"]
        data = [1, 2]
        # %% tags=[«"notebook:clean"»] notebook_path="clean.ipynb"
        # %% tags=["notebook:report"] notebook_path="report.ipynb"
        # file: clean.ipynb
        # %% tags=["step:clean"]
        data = data[1:]
        # file: report.ipynb
        # %% tags=["step:report"]
        print(data)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = [1, 2]
        # %% tags=["notebook:clean"] notebook_path="clean.ipynb"
        # %% tags=["step:report"]
        print(clean_data, data)
        # file: clean.ipynb
        # %% tags=["step:clean"]
        clean_data = data[1:]
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.references.keys.sorted().flatMap { unit -> [Finding] in
      let facts = analysis.units[unit]
      let changed = facts.madeNames.intersection(analysis.flow.flows[unit].inputs)
      return changed.sorted().compactMap { name in
        let consumer = analysis.outline.units.indices.first { $0 > unit && takes(name, $0, analysis) }
        return consumer.map { finding(name, unit, consumer: $0, analysis) }
      }
    }
  }

  private static func takes(_ name: String, _ unit: UnitIndex, _ analysis: NotebookAnalysis) -> Bool {
    analysis.kaleFlow.flows[unit].inputs.contains(name) || analysis.flow.flows[unit].inputs.contains(name)
  }

  private static func finding(
    _ name: String, _ unit: UnitIndex, consumer: UnitIndex, _ analysis: NotebookAnalysis
  ) -> Finding {
    let isHandled = analysis.flow.provider(of: name, for: consumer) == unit
    let units = analysis.outline.units
    let result =
      isHandled
      ? "`\(units[consumer].name)` gets the new value, but the earlier one in Kale's pipeline."
      : "`\(units[consumer].name)` runs in parallel and gets the earlier value."
    return Finding(
      description, kale: .accepted, isHandled: isHandled, at: analysis.definition(of: unit),
      "Notebook `\(units[unit].name)` takes `\(name)` and reassigns it. \(result) Use another name for the new value."
    )
  }
}
