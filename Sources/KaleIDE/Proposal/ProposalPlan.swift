import KaleAnalysis
import NotebookModel

/// What each code cell of a notebook is to be: a role, and of cells with work the step.
struct ProposalPlan {
  /// What one code cell is to be.
  struct Cell {
    let survey: CellSurvey.Cell
    var purpose: CellSurvey.Purpose
    /// Whether the cell starts a step.
    var isStart: Bool
    /// The role that somebody has chosen for it; nil for the one that is proposed.
    var chosenRole: CellRole?
    /// The name that somebody has chosen for the step that it starts or continues.
    var chosenName: String?
  }

  /// The code cells, in order.
  var cells: [Cell]

  init(_ analysis: NotebookAnalysis) {
    let surveyed = Self.withWork(SharedCode(CellSurvey(analysis).cells).cells)
    let groups = StepGroups(surveyed)
    cells = surveyed.enumerated().map { index, cell in
      Cell(survey: cell, purpose: cell.purpose, isStart: groups.starts.contains(index))
    }
    placeMetrics()
  }

  /// A notebook without work has no step, and so is no pipeline: what comes nearest to work is work then.
  private static func withWork(_ cells: [CellSurvey.Cell]) -> [CellSurvey.Cell] {
    let hasStep = cells.contains { $0.purpose == .work || $0.purpose == .tagged }
    guard !hasStep, let nearest = cells.compactMap(\.purpose.distanceFromWork).min() else { return cells }
    return cells.map { cell in
      guard cell.purpose.distanceFromWork == nearest else { return cell }
      var cell = cell
      cell.purpose = .work
      return cell
    }
  }

  /// Metrics come last. Where work follows, their cells are part of it.
  private mutating func placeMetrics() {
    let last = cells.lastIndex { $0.purpose == .work || $0.purpose == .tagged }
    for index in cells.indices where cells[index].purpose == .metrics && last.map({ index < $0 }) ?? true {
      cells[index].purpose = .work
    }
    startFirstStep()
  }

  /// Makes the first cell with work the start of a step.
  mutating func startFirstStep() {
    guard let first = cells.firstIndex(where: { $0.purpose == .work }) else { return }
    if !cells[..<first].contains(where: { $0.purpose == .tagged }) { cells[first].isStart = true }
  }

  /// The role of a cell: the chosen one, or what follows from its purpose. Cells that continue a step have none.
  func role(of cell: Cell) -> CellRole {
    if let role = cell.chosenRole { return role }
    switch cell.purpose {
    case .imports, .settings, .file: return .imports
    case .functions: return .functions
    case .parameters: return .pipelineParameters
    case .metrics: return .pipelineMetrics
    case .reading: return .skip
    case .blank, .tagged: return .none
    case .work: return cell.isStart ? .step : .none
    }
  }

  // MARK: Repair

  /// Joins the steps of two cells and all steps between them.
  ///
  /// - Returns: Whether there were several.
  mutating func join(from first: CellIndex, to last: CellIndex) -> Bool {
    guard let start = cells.firstIndex(where: { $0.survey.index >= first }),
      let end = cells.lastIndex(where: { $0.survey.index <= last }), start < end
    else { return false }
    // The first cell may be in the middle of its step.
    let above = cells[...start].lastIndex(where: \.isStart)
    guard let own = above ?? cells[start...].firstIndex(where: \.isStart) else { return false }
    var hasJoined = false
    for index in cells.indices where index > own && index <= end && cells[index].isStart {
      cells[index].isStart = false
      hasJoined = true
    }
    return hasJoined
  }

  /// Has a cell with shared code stay where it is in the notebook.
  ///
  /// - Returns: Whether it was shared.
  mutating func keepInPlace(_ cell: CellIndex) -> Bool {
    guard let index = cells.firstIndex(where: { $0.survey.index == cell }) else { return false }
    guard cells[index].purpose.isShared || cells[index].purpose == .metrics else { return false }
    // An imports cell without steps of its own makes no pipeline.
    cells[index].purpose = .work
    startFirstStep()
    return true
  }
}

extension CellSurvey.Purpose {
  /// How unlike the work of a step the code is; nil for cells without code.
  fileprivate var distanceFromWork: Int? {
    switch self {
    case .work: 0
    case .metrics: 1
    case .settings: 2
    case .parameters: 3
    case .functions: 4
    case .reading: 5
    case .imports: 6
    // What uses the file would run before the step that writes it.
    case .blank, .tagged, .file: nil
    }
  }
}
