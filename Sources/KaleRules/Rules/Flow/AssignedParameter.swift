import KaleAnalysis

/// A step that assigns to a pipeline parameter.
enum AssignedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE216", name: "assigned-parameter", severity: .warning,
    summary: "A step assigns to a pipeline parameter.",
    rationale: """
      Each step that uses a parameter gets its value from outside. If a step assigns another value, Kale still passes \
      the parameter to later steps, while in the notebook they see the new value. `kale-lsp compile` passes the new \
      value.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["pipeline-parameters"]
        rate = 0.1
        # %% tags=["step:train"]
        «rate» = rate / 2
        # %% tags=["step:test", "prev:train"]
        print(rate)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        rate = 0.1
        # %% tags=["step:train"]
        half_rate = rate / 2
        # %% tags=["step:test", "prev:train"]
        print(half_rate)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard !analysis.parameters.declarations.isEmpty, !analysis.areFlowsEqual else { return [] }
    let consumers = Dictionary(
      analysis.deviations(.assignedParameter).map { ($0.name, $0.unit) },
      uniquingKeysWith: { first, _ in first })
    let parameters = Set(analysis.parameters.declarations.keys)
    return zip(analysis.outline.units, analysis.units).flatMap { unit, facts -> [Finding] in
      guard !facts.ownNames.isDisjoint(with: parameters) else { return [] }
      return unit.cells.flatMap { cell -> [Finding] in
        analysis.facts[cell].facts.bindings.compactMap { binding in
          guard let declaration = analysis.parameters.declarations[binding.name] else { return nil }
          let effect =
            consumers[binding.name].map {
              "Step `\(analysis.stepName($0))` gets the new value, but Kale's pipeline passes the original one. "
            } ?? "Other steps do not see the new value. "
          return Finding(
            description, kale: .accepted, isHandled: true, at: .source(cell: cell, range: binding.range),
            "Step `\(unit.name)` assigns to pipeline parameter `\(binding.name)`. \(effect)Use another name.",
            related: [
              .init(
                .source(cell: declaration.cell, range: declaration.range), "The parameter is declared here.")
            ])
        }
      }
    }
  }
}
