import KaleAnalysis
import NotebookModel

/// A name that several steps define, where it is unclear which one a later step gets.
enum ConflictingMakers: NotebookRule {
  static let description = RuleDescription(
    code: "KALE218", name: "conflicting-makers", severity: .warning, concernsKaleAlone: true,
    fix: .suggested,
    summary: "Two steps define the same name, and a later step takes it.",
    rationale: """
      A step takes a name from exactly one step. If several earlier steps define the name and none of them runs after \
      the others, Kale takes it from the nearest one, or \
      from the first by name if several are equally near; in the notebook, the cell that ran last decides. Where the two differ, the pipeline computes a different result than \
      the notebook, and nothing fails. `kale-lsp compile` takes the name from the last of these steps in the notebook.
      """,
    whyNoFix: "Unless one of the `prev:` tags is redundant, only you know which value the step needs.",
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
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:a_load"]
          data = 1
          # %% tags=["step:clean", "prev:a_load"]
          data = data + 1
          # %% tags=["step:report", "prev:a_load", "prev:clean"]
          print(data)
          """,
          after: """
          # %% tags=["step:a_load"]
          data = 1
          # %% tags=["step:clean", "prev:a_load"]
          data = data + 1
          # %% tags=["step:report", "prev:clean"]
          print(data)
          """
        )
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
    let redundant = redundantTag(conflict, unit, analysis)
    let remedy =
      redundant.map { "Remove `\($0.text)`: `\(taken)` runs after `\(other)`." } ?? "Use different names."
    let message =
      conflict.isKaleDifferent
      ? "Kale's pipeline takes `\(name)` from step `\(other)`; the notebook and `kale-lsp` take it from `\(taken)`."
      : "Steps `\(other)` and `\(taken)` both define `\(name)`. This step takes it from `\(taken)`."
    return Finding(
      description, severity: conflict.isKaleDifferent ? .warning : .information, kale: .accepted,
      isHandled: conflict.isKaleDifferent, at: read.place, "\(message) \(remedy)",
      related: [conflict.other, conflict.taken].compactMap { producer in
        analysis.binding(of: name, in: producer).map {
          .init($0, "Step `\(analysis.stepName(producer))` defines it here.")
        }
      },
      fixes: redundant.map {
        [Fix("Remove tag `\($0.text)`", [.removeTag(cell: $0.cell, index: $0.index)])]
      } ?? [])
  }

  /// The `prev:` tag because of which Kale takes the name from the other step, although the step whose value the notebook
  /// has runs after it: without the tag, that step is nearer.
  private static func redundantTag(
    _ conflict: DefinitionConflict, _ unit: UnitIndex, _ analysis: NotebookAnalysis
  ) -> ReadTag? {
    let previous = analysis.graph.previous[unit]
    guard conflict.isKaleDifferent, previous.contains(conflict.taken), previous.contains(conflict.other),
      // Another step that is as near may pass the name on too.
      previous.allSatisfy({ other in
        other == conflict.other || !analysis.units[other].run.makes(conflict.name)
          || analysis.kaleFlow.producer(of: conflict.name, passedBy: other) == conflict.taken
      }),
      analysis.graph.ancestors(of: conflict.taken).contains(conflict.other)
    else { return nil }
    let cell = analysis.outline.units[unit].definition
    let references = analysis.tags[cell].previous.filter { $0.name == analysis.stepName(conflict.other) }
    guard references.count == 1 else { return nil }
    return analysis.tags(of: cell).first { $0.index == references[0].tag }
  }
}
