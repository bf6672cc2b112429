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
    /// Untagged code behind a reference that no step takes in.
    case orphaned
  }

  /// An entry of the outline and a node of the pipeline's graph: a step, or a reference to another notebook.
  ///
  /// A step is the code of all cells whose `step:` tag names it, and of the untagged cells that join them. A reference
  /// is one cell with a `notebook:` tag; it runs no code of this notebook, and a pipeline of its own stands in its
  /// place. The order of the graph and the data flow treat both alike, so most of the analysis speaks of units.
  /// Imports, functions, parameters, metrics and skipped cells belong to no unit.
  ///
  /// Units stand in the order in which the notebook first names them. `UnitIndex` is a unit's place in that order, and
  /// `UnitCollection` holds a value for each.
  package struct Unit: Sendable, Hashable {
    /// The name that `prev:` tags use: that of the step, or of the reference.
    package var name: String
    /// Whether the unit is a reference to another notebook.
    package var isNotebook: Bool
    /// The cell whose tags count: the one that names the unit first.
    package var definition: Int
    /// The cells whose code the unit runs, in order.
    package var cells: [Int]
  }

  /// For each cell of the notebook what it belongs to.
  package private(set) var assignments: [Assignment] = []
  /// The steps and references, in the order in which the notebook first names them.
  package private(set) var units: UnitArray<Unit> = []
  /// Steps right behind a `pipeline-metrics` cell, by the cell that names them; Kale refuses them.
  package private(set) var stepsAfterMetrics: [Int] = []
  /// Untagged cells behind a reference that another reference or the end of the notebook comes after.
  package private(set) var orphans: [Int] = []
  /// The cells whose code is put in front of every step: imports cells, then functions cells.
  package private(set) var sharedCells: [Int] = []
  /// Cells with a `step:` tag of a step that a cell above has named, whose other tags do not count.
  package private(set) var laterStepCells: [Int] = []
  /// Cells that Kale drops.
  package private(set) var droppedCells: [Int] = []
  /// Units whose name another has already.
  package private(set) var duplicates: [UnitIndex] = []
  /// Whether a unit stands for another notebook.
  package private(set) var hasNotebooks = false
  private var unitsByName: [String: UnitIndex] = [:]
  private var cellsOfBlocks: [SpecialTag: [Int]] = [:]

  /// What takes in the next untagged cell.
  private enum Absorber {
    case nothing
    case block(SpecialTag)
    case step(UnitIndex)
    /// The next step, since a reference takes in no code.
    case nextStep
  }

  private var absorber = Absorber.nothing
  private var waiting: [Int] = []

  init(_ readings: ChunkedArray<CellReading>) {
    assignments.reserveCapacity(readings.count)
    for (index, reading) in readings.enumerated() {
      assignments.append(reading.cell.kind == .code ? assign(index, role: reading.tags.role) : .notCode)
    }
    orphans += waiting
    for (cell, assignment) in assignments.enumerated() {
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

  /// The unit that a cell belongs to; nil for one that is no part of a step or reference.
  package func unit(ofCell cell: Int) -> UnitIndex? {
    switch assignments[cell] {
    case .step(let unit), .notebook(let unit): unit
    case .notCode, .dropped, .skipped, .block, .orphaned: nil
    }
  }

  /// Whether a step runs a cell's code: it is a step's own, or in front of every step.
  package func isRun(_ cell: Int) -> Bool {
    switch assignments[cell] {
    case .step, .block(.imports), .block(.functions): true
    case .notCode, .dropped, .skipped, .block, .notebook, .orphaned: false
    }
  }

  /// The cells of a block, in order.
  package func cells(of block: SpecialTag) -> [Int] { cellsOfBlocks[block] ?? [] }

  private mutating func assign(_ cell: Int, role: CellTags.Role) -> Assignment {
    switch role {
    case .special(.skip): return .skipped
    case .special(let tag):
      absorber = .block(tag)
      return .block(tag)
    case .notebook(let name):
      orphans += waiting
      waiting = []
      absorber = .nextStep
      return .notebook(addUnit(name: name, isNotebook: true, cell: cell))
    case .untagged: return assignUntagged(cell)
    case .step(let name): return assignStep(cell, name: name)
    }
  }

  private mutating func assignUntagged(_ cell: Int) -> Assignment {
    switch absorber {
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

  private mutating func assignStep(_ cell: Int, name: String) -> Assignment {
    if case .block(.pipelineMetrics) = absorber { stepsAfterMetrics.append(cell) }
    let known = unitsByName[name].flatMap { units[$0].isNotebook ? nil : $0 }
    if known != nil { laterStepCells.append(cell) }
    let unit = known ?? addUnit(name: name, isNotebook: false, cell: cell)
    for index in waiting { assignments[index] = .step(unit) }
    units[unit].cells += waiting + [cell]
    waiting = []
    absorber = .step(unit)
    return .step(unit)
  }

  private mutating func addUnit(name: String, isNotebook: Bool, cell: Int) -> UnitIndex {
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
