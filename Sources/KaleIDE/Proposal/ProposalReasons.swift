import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Says why each cell of a proposal gets its role.
enum ProposalReasons {
  /// The cells of a draft, with their reasons.
  static func cells(of draft: ProposalDraft) -> [Proposal.Cell] {
    let units = draft.analysis.outline.units
    return zip(draft.tags.cells, draft.plan.cells).enumerated().map { index, pair in
      let (tagged, planned) = pair
      let unit = draft.analysis.step(definedBy: tagged.index).flatMap {
        draft.analysis.outline.unit(named: $0.name)
      }
      let previous = unit.map { draft.analysis.graph.previous[$0].sorted().map { units[$0].name } } ?? []
      return Proposal.Cell(
        cell: tagged.index, role: tagged.role, step: tagged.step, previous: previous,
        reason: reason(tagged, planned, at: index, in: draft.plan), summary: planned.survey.firstLine)
    }
  }

  private static func reason(
    _ tagged: ProposalTags.Cell, _ cell: ProposalPlan.Cell, at index: Int, in plan: ProposalPlan
  ) -> String {
    if tagged.isTagged {
      let step = tagged.role == .none ? tagged.step : nil
      return step.map { "continues step `\($0)`" } ?? "tagged already"
    }
    if cell.chosenRole != nil { return "your choice" }
    let facts = cell.survey.facts
    switch cell.purpose {
    case .tagged: return "tagged already"
    case .blank: return "no code"
    case .imports:
      return facts.statements.allSatisfy { $0.kind == .import } ? "imports only" : "imports and settings"
    case .functions: return "defines " + names(facts.definedNames)
    case .parameters: return "constants at the top: " + names(facts.bindings.map(\.name))
    case .settings: return "the same in every step: " + names(facts.bindings.map(\.name))
    case .file(let name): return "writes `\(name)` in every step, as other cells use it"
    case .reading(let clause): return "\(clause): left out"
    case .metrics: return "prints scores"
    case .work where tagged.role == .step && cell.isStart: return start(cell.survey, plan.heading(at: index))
    case .work: return tagged.step.map { "continues step `\($0)`" } ?? "continues the cell above"
    }
  }

  private static func start(_ cell: CellSurvey.Cell, _ heading: Heading?) -> String {
    let defined = cell.facts.bindings.filter { $0.kind != .import }.map(\.name)
    let action = cell.stage?.action ?? (defined.isEmpty ? "runs code" : "defines " + names(defined))
    return heading.map { "\(action) under the heading “\($0.text)”" } ?? action
  }

  private static func names(_ names: [String]) -> String {
    let shown = names.prefix(mostNames).map { "`\($0)`" }
    return (shown + (names.count > mostNames ? ["\(names.count - mostNames) more"] : [])).joined(
      separator: ", ")
  }

  private static let mostNames = 3
}

extension CellFacts {
  /// The names of the functions and classes that the code defines, in order.
  fileprivate var definedNames: [String] {
    statements.compactMap { statement in
      if case .definition(let name) = statement.kind { name } else { nil }
    }
  }
}
