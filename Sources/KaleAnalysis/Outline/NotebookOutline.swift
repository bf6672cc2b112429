import NotebookModel

/// Which cell belongs where: the roles of a notebook's cells after untagged ones have joined those before them.
package struct NotebookOutline: Sendable {
  /// What becomes of one cell.
  package enum Assignment: Sendable, Hashable {
    /// A Markdown or raw cell.
    case notCode
    /// Untagged code before the first tagged cell; Kale drops it.
    case dropped
    case skipped
    /// Part of the imports, functions, parameters or metrics block.
    case block(SpecialTag)
    /// Part of a step.
    case step(UnitIndex)
    /// A reference to another notebook.
    case notebook(UnitIndex)
    /// Untagged code after a reference that no step takes in.
    case orphaned
  }

  /// An entry of the outline and a node of the pipeline's graph: a step, or a reference to another notebook.
  ///
  /// A step is the code of all cells whose `step:` tag names it, and of the untagged cells that join them. A reference
  /// is one cell with a `notebook:` tag; it runs no code of this notebook, and a pipeline of its own takes its
  /// place. The order of the graph and the data flow treat both alike, so most of the analysis speaks of units.
  /// Imports, functions, parameters, metrics and skipped cells belong to no unit.
  ///
  /// Units are in the order in which the notebook first names them. `UnitIndex` is a unit's place in that order, and
  /// `UnitArray` holds a value for each.
  package struct Unit: Sendable, Hashable {
    /// The name that `prev:` tags use: that of the step, or of the reference.
    package var name: String
    /// Whether the unit is a reference to another notebook.
    package var isNotebook: Bool
    /// The cell whose tags count: the one that names the unit first.
    package var definition: CellIndex
    /// The cells whose code the unit runs, in order.
    package var cells: [CellIndex]
  }

  /// For each cell of the notebook what it belongs to.
  package private(set) var assignments: CellArray<Assignment> = []
  /// The steps and references, in the order in which the notebook first names them.
  package private(set) var units: UnitArray<Unit> = []
  /// Steps right after a `pipeline-metrics` cell, by the cell that names them; Kale rejects them.
  package private(set) var stepsAfterMetrics: [CellIndex] = []
  /// Untagged cells after a reference, if another reference or the end of the notebook follows.
  package private(set) var orphans: [CellIndex] = []
  /// The cells whose code runs at the start of every step: imports cells, then functions cells.
  package private(set) var sharedCells: [CellIndex] = []
  /// Cells with a `step:` tag of a step that a cell above has named, whose other tags do not count.
  package private(set) var laterStepCells: [CellIndex] = []
  /// Cells that Kale drops.
  package private(set) var droppedCells: [CellIndex] = []
  /// Units whose name another has already.
  package private(set) var duplicates: [UnitIndex] = []
  /// Whether a unit refers to another notebook.
  package private(set) var hasNotebooks = false
  private var unitsByName: [String: UnitIndex] = [:]
  private var cellsOfBlocks: [SpecialTag: [CellIndex]] = [:]

  /// What takes in the next untagged cell.
  private enum ContinuationTarget {
    case nothing
    case block(SpecialTag)
    case step(UnitIndex)
    /// The next step, since a reference takes in no code.
    case nextStep
  }

  private var continuationTarget = ContinuationTarget.nothing
  private var waiting: [CellIndex] = []

  init(_ readings: ChunkedCellArray<CellReading>) {
    for (index, reading) in readings.indexed {
      assignments.append(reading.cell.kind == .code ? assign(index, role: reading.tags.role) : .notCode)
    }
    orphans += waiting
    for (cell, assignment) in assignments.indexed {
      switch assignment {
      case .block(let block): cellsOfBlocks[block, default: []].append(cell)
      case .dropped: droppedCells.append(cell)
      default: break
      }
    }
    sharedCells = self.cells(of: .imports) + self.cells(of: .functions)
  }

  /// The unit of this name; nil where the notebook defines none.
  package func unit(named name: String) -> UnitIndex? { unitsByName[name] }

  /// The unit that a cell belongs to; nil for one that is not part of a step or reference.
  package func unit(ofCell cell: CellIndex) -> UnitIndex? {
    switch assignments[cell] {
    case .step(let unit), .notebook(let unit): unit
    case .notCode, .dropped, .skipped, .block, .orphaned: nil
    }
  }

  /// Whether a step runs a cell's code: the cell is its own, or shared.
  package func isRun(_ cell: CellIndex) -> Bool {
    switch assignments[cell] {
    case .step, .block(.imports), .block(.functions): true
    case .notCode, .dropped, .skipped, .block, .notebook, .orphaned: false
    }
  }

  /// The cells of a block, in order.
  package func cells(of block: SpecialTag) -> [CellIndex] { cellsOfBlocks[block] ?? [] }

  private mutating func assign(_ cell: CellIndex, role: CellTags.Role) -> Assignment {
    switch role {
    case .special(.skip): return .skipped
    case .special(let tag):
      continuationTarget = .block(tag)
      return .block(tag)
    case .notebook(let name):
      orphans += waiting
      waiting = []
      continuationTarget = .nextStep
      return .notebook(addUnit(name: name, isNotebook: true, cell: cell))
    case .untagged: return assignUntagged(cell)
    case .step(let name): return assignStep(cell, name: name)
    }
  }

  private mutating func assignUntagged(_ cell: CellIndex) -> Assignment {
    switch continuationTarget {
    case .nothing: return .dropped
    case .block(let tag): return .block(tag)
    case .nextStep:
      waiting.append(cell)
      return .orphaned
    case .step(let unit):
      units[unit].cells.append(cell)
      return .step(unit)
    }
  }

  private mutating func assignStep(_ cell: CellIndex, name: String) -> Assignment {
    if case .block(.pipelineMetrics) = continuationTarget { stepsAfterMetrics.append(cell) }
    let known = unitsByName[name].flatMap { units[$0].isNotebook ? nil : $0 }
    if known != nil { laterStepCells.append(cell) }
    let unit = known ?? addUnit(name: name, isNotebook: false, cell: cell)
    for index in waiting { assignments[index] = .step(unit) }
    units[unit].cells += waiting + [cell]
    waiting = []
    continuationTarget = .step(unit)
    return .step(unit)
  }

  private mutating func addUnit(name: String, isNotebook: Bool, cell: CellIndex) -> UnitIndex {
    let unit = units.append(Unit(name: name, isNotebook: isNotebook, definition: cell, cells: []))
    if isNotebook { hasNotebooks = true }
    if unitsByName[name] == nil {
      unitsByName[name] = unit
    } else {
      duplicates.append(unit)
    }
    return unit
  }
}
