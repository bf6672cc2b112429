import KaleAnalysis
import NotebookModel

/// A step that assigns to a pipeline parameter.
enum AssignedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE216", name: "assigned-parameter", severity: .warning,
    summary: "A step assigns to a pipeline parameter.",
    rationale: """
      Every step that uses a parameter gets the value that the run was started with. If a step assigns another value, \
      later steps in the notebook see it, but Kale still passes them the original one. `kale-lsp compile` passes the \
      new value to the steps that run after it. Each parameter has at most one finding, however many steps assign to it.
      """,
    whyNoFix: """
      Only you know which of the later reads mean the new value and which mean the parameter. Give the new value its \
      own name, and use that name in the code that needs it.
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
    var findings: [Finding] = []
    var places: [String: Int] = [:]
    let blindReaders = blindReaders(of: parameters, analysis)
    for (index, unit) in analysis.outline.units.indexed
    where !analysis.units[index].ownNames.isDisjoint(with: parameters) {
      for cell in unit.cells {
        for binding in analysis.facts[cell].facts.bindings {
          guard let declaration = analysis.parameters.declarations[binding.name] else { continue }
          let place = NotebookPlace.source(cell: cell, range: binding.range)
          if let known = places[binding.name] {
            guard findings[known].related.count <= mostRelated else { continue }
            findings[known].related.append(.init(place, "Step `\(unit.name)` assigns to it too."))
            continue
          }
          let blind = blindReaders[binding.name]
          guard let reader = blind ?? consumers[binding.name] else { continue }
          places[binding.name] = findings.count
          findings.append(
            finding(
              binding.name, at: place, step: unit.name, reader: analysis.stepName(reader),
              isHandled: blind == nil, declaration))
        }
      }
    }
    return findings
  }

  /// For each parameter that a step assigns to, the first step below that uses it and does not run after that step.
  private static func blindReaders(
    of parameters: Set<String>, _ analysis: NotebookAnalysis
  ) -> [String: UnitIndex] {
    var assigners: [String: UnitIndex] = [:]
    var readers: [String: UnitIndex] = [:]
    var orders = AncestorOrders()
    for (unit, flow) in analysis.flow.flows.indexed {
      for name in flow.parameters {
        guard let assigner = assigners[name], readers[name] == nil,
          !orders.order(of: unit, in: analysis.graph).runs(after: assigner)
        else { continue }
        readers[name] = unit
      }
      for name in analysis.units[unit].ownNames where parameters.contains(name) && assigners[name] == nil {
        assigners[name] = unit
      }
    }
    return readers
  }

  /// The largest number of related places.
  private static let mostRelated = 8

  private static func finding(
    _ name: String, at place: NotebookPlace, step: String, reader: String, isHandled: Bool,
    _ declaration: ParameterReading.Declaration
  ) -> Finding {
    let effect =
      isHandled
      ? "Step `\(reader)` gets the new value, but Kale's pipeline passes the original one. "
      : "Step `\(reader)`, which does not run after it, gets the original value. "
    return Finding(
      description, kale: .accepted, isHandled: isHandled, at: place,
      "Step `\(step)` assigns to pipeline parameter `\(name)`. \(effect)Use another name.",
      related: [
        .init(.source(cell: declaration.cell, range: declaration.range), "The parameter is declared here.")
      ])
  }
}
