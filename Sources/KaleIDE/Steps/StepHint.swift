import KaleAnalysis
import NotebookModel

/// Words shown after the first line of a step: its inputs, or its outputs.
package struct StepHint: Sendable, Hashable {
  /// A word of a hint.
  package struct Part: Sendable, Hashable {
    /// The word, as shown.
    package var text: String
    /// Shown when you point at the word.
    package var tooltip: String?
    /// The first cell of the step that the word leads to.
    package var targetCell: CellIndex?

    init(_ text: String, tooltip: String? = nil, targetCell: CellIndex? = nil) {
      self.text = text
      self.tooltip = tooltip
      self.targetCell = targetCell
    }
  }

  /// The step's first cell, after whose first line the words are shown.
  package let cell: CellIndex
  /// The words, in order; editors show them without space between them.
  package let parts: [Part]

  /// Returns the hints of those steps whose first cell is wanted, in the order of the notebook.
  package static func hints(
    in analysis: NotebookAnalysis, ofCells isWanted: (CellIndex) -> Bool = { _ in true }
  ) -> [StepHint] {
    let units = analysis.outline.units.indices.filter { isWanted(analysis.outline.units[$0].definition) }
    if units.isEmpty { return [] }
    let consumers = analysis.consumers
    return units.flatMap { hints(of: $0, in: analysis, consumers) }
  }

  private static func hints(of unit: UnitIndex, in analysis: NotebookAnalysis, _ consumers: StepConsumers)
    -> [StepHint]
  {
    let inputs = ShownNames(analysis.flow.flows[unit].inputs, atMost: ShownNames.Limit.hint)
    let inputParts = inputs.names.map { name in
      Part(
        name, tooltip: "from step \(analysis.providerName(of: name, for: unit))",
        targetCell: analysis.flow.provider(of: name, for: unit).map { analysis.outline.units[$0].definition })
    }
    let results = StepText.results(of: unit, in: analysis, atMost: ShownNames.Limit.hint)
    let resultParts = results.names.map { name in
      let consumers = consumers.names(taking: name, from: unit)
      let list = ShownNames.text(inOrder: consumers, atMost: ShownNames.Limit.line)
      return Part(name, tooltip: consumers.isEmpty ? "pipeline metric" : "to \(list)")
    }
    let lines = [("← ", inputParts, inputs.omittedCount), ("→ ", resultParts, results.omittedCount)]
    return lines.filter { !$0.1.isEmpty }.map { sign, names, omittedCount in
      let comma = Part(", ")
      let rest = omittedCount > 0 ? [Part(" and \(omittedCount) more")] : []
      return StepHint(
        cell: analysis.outline.units[unit].definition,
        parts: [Part(sign)] + names.flatMap { [$0, comma] }.dropLast() + rest)
    }
  }
}
