import KaleAnalysis
import KaleRules
import NotebookModel

/// Changes a plan so that the rules find less wrong with it: joins steps that cannot pass on what they need, and leaves shared
/// code in its place.
///
/// Each attempt analyzes the notebook, so there are few, and one that makes nothing better is undone.
enum ProposalRepair {
  /// Many cells take longer to analyze.
  private static func attempts(forSize count: Int) -> Int { max(2, min(12, 600 / max(1, count))) }

  /// Improves a draft.
  static func improve(_ draft: inout ProposalDraft, preview: NotebookPreview) {
    var attempts = attempts(forSize: draft.plan.cells.count)
    var tried: Set<NotebookPlace> = []
    while attempts > 0, let finding = draft.faults.first(where: { !tried.contains($0.place) }) {
      tried.insert(finding.place)
      for plan in plans(mending: finding, draft) where attempts > 0 {
        attempts -= 1
        let other = ProposalDraft(plan, draft.choices, of: draft.original, preview: preview)
        if other.cost < draft.cost {
          draft = other
          break
        }
      }
    }
    joinAll(&draft, preview: preview)
  }

  /// As one step, a notebook computes what it computes anyway.
  private static func joinAll(_ draft: inout ProposalDraft, preview: NotebookPreview) {
    guard draft.cost.errors > 0, let first = draft.plan.cells.first, let last = draft.plan.cells.last else {
      return
    }
    var plan = draft.plan
    guard plan.join(from: first.survey.index, to: last.survey.index) else { return }
    let other = ProposalDraft(plan, draft.choices, of: draft.original, preview: preview)
    if other.cost.errors < draft.cost.errors { draft = other }
  }

  /// The plans that may be without a finding, the smallest change first.
  private static func plans(mending finding: Finding, _ draft: ProposalDraft) -> [ProposalPlan] {
    guard let cell = finding.place.cell else { return [] }
    var plans: [ProposalPlan] = []
    let places = [cell] + finding.related.compactMap(\.place.cell)
    for place in Set(places).sorted() {
      var plan = draft.plan
      if plan.keepInPlace(place) { plans.append(plan) }
    }
    if let first = places.min(), let last = places.max() {
      var plan = draft.plan
      if plan.join(from: first, to: last) { plans.append(plan) }
    }
    for other in neighbors(of: cell, in: draft.analysis) {
      var plan = draft.plan
      if plan.join(from: min(cell, other), to: max(cell, other)) { plans.append(plan) }
    }
    return plans
  }

  /// Cells of the steps that pass values to the step of a cell, or take its values: the nearest first.
  private static func neighbors(of cell: CellIndex, in analysis: NotebookAnalysis) -> [CellIndex] {
    guard let unit = analysis.unit(ofCell: cell) else { return [] }
    let units = analysis.outline.units
    let before = analysis.graph.previous[unit].max().flatMap { units[$0].cells.last }
    let after = analysis.graph.next[unit].min().flatMap { units[$0].cells.first }
    return [before, after].compactMap(\.self)
  }
}

extension ProposalDraft {
  /// How much is wrong. What concerns Kale's own pipeline counts less than what concerns every pipeline, and a step more is
  /// worth a little.
  struct Cost: Comparable {
    let errors: Int
    let warnings: Int
    let onlyForKale: Int

    static func < (left: Cost, right: Cost) -> Bool {
      (left.errors, left.warnings, left.onlyForKale) < (right.errors, right.warnings, right.onlyForKale)
    }
  }

  var cost: Cost {
    let warnings = findings.filter { $0.severity == .warning }
    let onlyForKale = warnings.count(where: \.isHandled)
    // Hardly anything is found in a notebook without steps.
    let isNoPipeline = analysis.outline.units.isEmpty
    return Cost(
      errors: isNoPipeline ? Int.max : findings.count { $0.severity == .error },
      warnings: warnings.count - onlyForKale,
      onlyForKale: onlyForKale)
  }

  /// The findings that another plan may be without, errors first.
  fileprivate var faults: [Finding] {
    findings.filter { $0.severity == .error } + findings.filter { $0.severity == .warning && !$0.isHandled }
  }
}
