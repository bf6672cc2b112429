import KaleAnalysis

/// A name that several steps define, where it is unclear which one a later step gets.
enum ConflictingMakers: NotebookRule {
  static let description = RuleDescription(
    code: "KALE218", name: "conflicting-makers", severity: .warning, concernsKaleAlone: true,
    summary: "Two steps define the same name, and a later step takes it.",
    rationale: """
      A step takes a name from exactly one step. If several earlier steps define the name and none of them runs after \
      the others, Kale takes it from the nearest one, or \
      from the first by name if several are equally near; in the notebook, the cell that ran last decides. Where the two differ, the pipeline computes a different result than \
      the notebook, and nothing fails. `kale-lsp compile` takes the name from the last of these steps in the notebook.
      """,
    whyNoFix: "Only you know which of the values the later step needs.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        path = "data"
        # %% tags=["step:left", "prev:load"]
        result = path
        # %% tags=["step:right", "prev:load"]
        result = path * 2
        # %% tags=["step:report", "prev:left", "prev:right"]
        print(«result»)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        path = "data"
        # %% tags=["step:left", "prev:load"]
        left_result = path
        # %% tags=["step:right", "prev:load"]
        right_result = path * 2
        # %% tags=["step:report", "prev:left", "prev:right"]
        print(left_result, right_result)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.graph.previous.contains(where: { $0.count > 1 }) else { return [] }
    var search = ConflictSearch(analysis)
    return analysis.outline.units.indices.flatMap { unit in
      search.conflicts(of: unit).compactMap { finding($0, unit, analysis) }
    }
  }

  private static func finding(_ conflict: DefinitionConflict, _ unit: UnitIndex, _ analysis: NotebookAnalysis)
    -> Finding?
  {
    guard let read = analysis.firstRead(of: conflict.name, in: unit) else { return nil }
    let (name, taken, other) = (
      conflict.name, analysis.stepName(conflict.taken), analysis.stepName(conflict.other)
    )
    let effect =
      conflict.isKaleDifferent
      ? "As in the notebook, this step takes it from `\(taken)`; Kale's pipeline takes it from `\(other)`. "
      : "This step takes it from `\(taken)`. "
    return Finding(
      description, severity: conflict.isKaleDifferent ? .warning : .information, kale: .accepted,
      isHandled: conflict.isKaleDifferent, at: read.place,
      "Steps `\(other)` and `\(taken)` both define `\(name)`. \(effect)Use different names.",
      related: [conflict.other, conflict.taken].compactMap { producer in
        analysis.binding(of: name, in: producer).map {
          .init($0, "Step `\(analysis.stepName(producer))` defines it here.")
        }
      })
  }
}
