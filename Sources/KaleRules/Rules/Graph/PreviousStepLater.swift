import KaleAnalysis

/// A `prev:` tag that names a step further down.
enum PreviousStepLater: NotebookRule {
  static let description = RuleDescription(
    code: "KALE104", name: "previous-step-later", severity: .error, fix: .suggested,
    summary: "A `prev:` tag names a step that is defined later in the notebook.",
    rationale: """
      Kale reads the notebook from top to bottom. If a `prev:` tag names a step that is defined further down, Kale rejects \
      the notebook and reports that the step does not exist.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"prev:load"»]
        model = 1
        # %% tags=["step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "prev:load"]
          model = 1
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # %% tags=["step:train"]
          model = 1
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard !analysis.graph.irregularEdges.isEmpty else { return [] }
    let units = analysis.outline.units
    let cycles = cyclesByUnit(analysis)
    return analysis.graph.irregularEdges.compactMap { edge in
      // The rule for cycles speaks of edges between steps of one cycle.
      guard let previous = edge.previous, previous > edge.unit,
        cycles[edge.unit] == nil || cycles[edge.unit] != cycles[previous]
      else { return nil }
      let unit = units[edge.unit]
      return Finding(
        description, kale: .refused, at: .tag(cell: unit.definition, index: edge.tag),
        "Step `\(unit.name)` depends on `\(edge.name)`, which is defined later, in cell \(units[previous].definition.number). "
          + "Move that cell above this one, or remove the tag.",
        related: [.init(analysis.definition(of: previous), "`\(edge.name)` is defined here.")],
        fixes: [Fix("Remove tag `prev:\(edge.name)`", [.removeTag(cell: unit.definition, index: edge.tag)])])
    }
  }

  /// For each unit on a cycle the number of the cycle.
  private static func cyclesByUnit(_ analysis: NotebookAnalysis) -> [UnitIndex: Int] {
    var cycles: [UnitIndex: Int] = [:]
    for (number, units) in analysis.graph.cycles.enumerated() {
      for unit in units { cycles[unit] = number }
    }
    return cycles
  }
}
