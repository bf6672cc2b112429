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
      new value to the steps that run after it. Each parameter is in at most one finding, however many steps assign to it, and \
      parameters that one step assigns to for the same later step share one.
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

  /// A parameter that a step assigns to.
  private struct Assignment {
    let name: String
    let declaration: ParameterReading.Declaration
    /// Where it is first assigned to, and where else.
    let place: NotebookPlace
    var others: [Finding.Related] = []
    let effect: Effect
  }

  /// What becomes of the new value: what parameters of one finding have in common.
  private struct Effect: Hashable {
    let unit: UnitIndex
    let reader: UnitIndex
    /// Whether the reader gets the value with kale-lsp.
    let isHandled: Bool
  }

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard !analysis.parameters.declarations.isEmpty, !analysis.areFlowsEqual else { return [] }
    var groups: [Effect: [Assignment]] = [:]
    var order: [Effect] = []
    // What a comment exempts hides no other assignment.
    for assignment in assignments(analysis) where !analysis.ignores(description, at: assignment.place) {
      if groups[assignment.effect] == nil { order.append(assignment.effect) }
      groups[assignment.effect, default: []].append(assignment)
    }
    return order.compactMap { effect in groups[effect].map { finding($0, effect, analysis) } }
  }

  /// The parameters that steps assign to though another step uses them, in the order of the assignments.
  private static func assignments(_ analysis: NotebookAnalysis) -> [Assignment] {
    let consumers = Dictionary(
      analysis.deviations(.assignedParameter).map { ($0.name, $0.unit) },
      uniquingKeysWith: { first, _ in first })
    let parameters = Set(analysis.parameters.declarations.keys)
    var assignments: [Assignment] = []
    var places: [String: Int] = [:]
    let blindReaders = blindReaders(of: parameters, analysis)
    for (index, unit) in analysis.outline.units.indexed
    where !analysis.units[index].ownNames.isDisjoint(with: parameters) {
      for cell in unit.cells {
        for binding in analysis.facts[cell].facts.bindings {
          guard let declaration = analysis.parameters.declarations[binding.name] else { continue }
          let place = NotebookPlace.source(cell: cell, range: binding.range)
          if let known = places[binding.name] {
            guard assignments[known].others.count < mostRelated else { continue }
            assignments[known].others.append(.init(place, "Step `\(unit.name)` assigns to it too."))
            continue
          }
          let blind = blindReaders[binding.name]
          guard let reader = blind ?? consumers[binding.name] else { continue }
          places[binding.name] = assignments.count
          assignments.append(
            Assignment(
              name: binding.name, declaration: declaration, place: place,
              effect: Effect(unit: index, reader: reader, isHandled: blind == nil)))
        }
      }
    }
    return assignments
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

  /// `assignments`: one or more.
  private static func finding(
    _ assignments: [Assignment], _ effect: Effect, _ analysis: NotebookAnalysis
  ) -> Finding {
    let related = assignments.enumerated().lazy.flatMap { self.related($0.element, isFirst: $0.offset == 0) }
    let names = assignments.map(\.name)
    let isOne = names.count == 1
    let values = (new: isOne ? "new value" : "new values", old: isOne ? "original one" : "original ones")
    let reader = analysis.stepName(effect.reader)
    let consequence =
      effect.isHandled
      ? "Step `\(reader)` gets the \(values.new), but Kale's pipeline passes the \(values.old). "
      : "Step `\(reader)`, which does not run after it, gets the original value\(isOne ? "" : "s"). "
    return Finding(
      description, kale: .accepted, isHandled: effect.isHandled, at: assignments[0].place,
      "Step `\(analysis.stepName(effect.unit))` assigns to pipeline parameter\(isOne ? "" : "s") \(names.enumeration). "
        + "\(consequence)Use \(isOne ? "another name" : "other names").",
      related: Array(related.prefix(mostRelated + 1)))
  }

  private static func related(_ assignment: Assignment, isFirst: Bool) -> [Finding.Related] {
    let (name, declaration) = (assignment.name, assignment.declaration)
    let declared = NotebookPlace.source(cell: declaration.cell, range: declaration.range)
    let own: [Finding.Related] = isFirst ? [] : [.init(assignment.place, "`\(name)` is assigned to here.")]
    return own + [.init(declared, "The parameter is declared here.")] + assignment.others
  }
}
