import KaleAnalysis
import NotebookModel

/// A plan as tags, without the order of the steps.
struct ProposalTags {
  /// What one code cell becomes.
  struct Cell {
    let index: CellIndex
    /// The role that its tags give it.
    var role: CellRole
    /// The step that it belongs to.
    var step: String?
    /// Whether its tags are those that it has already.
    let isTagged: Bool
  }

  /// The code cells, in order.
  private(set) var cells: [Cell] = []
  /// The new tags.
  private(set) var drafts: TagDrafts
  /// What the next untagged cell joins: the name of a step, or nothing that one may join.
  private var open: String?
  /// The step that the next cell with work continues.
  private var current: String?

  private let plan: ProposalPlan
  private let analysis: NotebookAnalysis
  private var names: StepNameProposal

  init(_ plan: ProposalPlan, in analysis: NotebookAnalysis) {
    (self.plan, self.analysis) = (plan, analysis)
    drafts = TagDrafts(analysis)
    names = StepNameProposal(analysis)
    for index in plan.cells.indices {
      let cell = plan.cells[index]
      if cell.purpose == .tagged, cell.chosenRole == nil { keep(cell) } else { write(cell, at: index) }
    }
  }

  private mutating func keep(_ cell: ProposalPlan.Cell) {
    let index = cell.survey.index
    let step = analysis.unit(ofCell: index).map { analysis.outline.units[$0].name }
    let role = CellRole(ofTags: analysis.tags[index].role)
    if role != .skip {
      open = role == .step || role == .none ? step : nil
      if role == .step { current = step }
    }
    cells.append(Cell(index: index, role: role, step: step, isTagged: true))
  }

  private mutating func write(_ cell: ProposalPlan.Cell, at index: Int) {
    let role = plan.role(of: cell)
    switch role {
    case .step:
      let name = cell.chosenName ?? proposedName(at: index)
      give(cell, .step, name, tag: "step:\(name)")
      (open, current) = (name, name)
    case .none, .notebook:
      // Code joins the step above even where an imports cell is between them.
      let isWork = cell.purpose != .blank
      if isWork, let current, open != current {
        give(cell, .step, current, tag: "step:\(current)")
        open = current
      } else {
        give(cell, .none, isWork ? current : open, tag: nil)
      }
    case .skip: give(cell, .skip, nil, tag: role.rawValue)
    case .imports, .functions, .pipelineParameters, .pipelineMetrics:
      give(cell, role, nil, tag: role.rawValue)
      open = nil
    }
  }

  private mutating func give(_ cell: ProposalPlan.Cell, _ role: CellRole, _ step: String?, tag: String?) {
    let index = cell.survey.index
    let others = drafts[index].filter { !drafts.isKale($0) }
    drafts[index] = [tag].compactMap(\.self) + others
    cells.append(Cell(index: index, role: role, step: step, isTagged: false))
  }

  private mutating func proposedName(at index: Int) -> String {
    let group = plan.cells[index...].enumerated().prefix { $0.offset == 0 || !$0.element.isStart }
      .map(\.element).filter { $0.purpose == .work && $0.chosenRole == nil }.map(\.survey)
    return names.name(
      for: group.isEmpty ? [plan.cells[index].survey] : group, heading: plan.heading(at: index))
  }
}

extension ProposalPlan {
  /// The heading above the cell that starts a step: the last one between it and the work above. The title of the notebook is
  /// none.
  func heading(at index: Int) -> Heading? {
    let above = cells[..<index].lastIndex { $0.purpose == .work || $0.purpose == .tagged }
    let headings = cells[((above ?? -1) + 1)...index].flatMap(\.survey.headings)
    guard above == nil, let title = headings.first else { return headings.last }
    let isTitle =
      headings.count == 1
      && !cells[(index + 1)...].contains { cell in
        cell.survey.headings.contains { $0.level == title.level }
      }
    return isTitle ? nil : headings.last
  }
}
