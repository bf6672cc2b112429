import KaleAnalysis

/// A referenced notebook that makes something new of a name that it takes.
enum ChangedByNotebook: NotebookRule {
  static let description = RuleDescription(
    code: "KALE510", name: "changed-by-notebook", severity: .warning,
    summary:
      "A referenced notebook takes a name and makes something new of it, and another step or notebook takes it too.",
    rationale: """
      Kale holds that a notebook which takes a name does not make it: what stands below takes the value from before, and \
      nothing fails. kale-lsp hands steps the new value, as the notebook has it. Two notebooks with no step between them \
      run side by side, so that there the second takes the value from before in kale-lsp's pipeline too.
      """,
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
        let taker = analysis.outline.units.indices.first { $0 > unit && takes(name, $0, analysis) }
        return taker.map { finding(name, unit, taker: $0, analysis) }
      }
    }
  }

  private static func takes(_ name: String, _ unit: UnitIndex, _ analysis: NotebookAnalysis) -> Bool {
    analysis.kaleFlow.flows[unit].inputs.contains(name) || analysis.flow.flows[unit].inputs.contains(name)
  }

  private static func finding(
    _ name: String, _ unit: UnitIndex, taker: UnitIndex, _ analysis: NotebookAnalysis
  ) -> Finding {
    let isHandled = analysis.flow.provider(of: name, for: taker) == unit
    let units = analysis.outline.units
    let result =
      isHandled
      ? "`kale-lsp compile` passes the new value to `\(units[taker].name)`; Kale's pipeline passes the earlier one."
      : "`\(units[taker].name)` runs beside it and takes the value from before."
    return Finding(
      description, kale: .accepted, isHandled: isHandled, at: analysis.definition(of: unit),
      "`\(units[unit].name)` takes `\(name)` and makes something new of it. \(result) Give what it makes another name."
    )
  }
}
