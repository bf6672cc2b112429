import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Code that runs earlier in the pipeline than in the notebook, and a step that depends on the order.
struct MovedCode {
  enum Kind {
    /// A step above the cell sees what the cell does to a variable; `isNew`: it assigns a new value to the name.
    case seenAbove(String, isNew: Bool)
    /// The same for a setting of the process.
    case setAbove(StateItem)
    /// The cell does not see what a step above it does to a variable.
    case missedChange(String)
    /// The cell and a step above it use the same random state, file or setting, and one of them changes it.
    case sharedState(StateItem)
    /// A step above the cell gives later steps its own value of a name that the cell defines.
    case overridden(String)
  }

  var kind: Kind
  /// The step that the cell belongs to; nil for a cell that every step runs.
  var owner: UnitIndex?
  var cell: CellIndex
  /// The bytes of the code that is moved.
  var range: Range<Int>
  /// The step above the cell.
  var step: UnitIndex
  /// Where the step uses the variable or the setting.
  var use: NotebookPlace

  /// Whether the cell belongs to a step.
  var isOfStep: Bool { owner != nil }
}

/// Finds shared cells and cells of steps that run before cells above them.
struct MovedCodeSearch {
  /// What was found, at most one for each cell, in the order of the cells.
  var found: [MovedCode] { byCell.values.sorted { $0.cell < $1.cell } }
  private var byCell: [CellIndex: MovedCode] = [:]
  private let analysis: NotebookAnalysis

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    guard let first = analysis.outline.units.first?.definition else { return }
    let shared = analysis.outline.assignments.indexed.compactMap { cell, assignment in
      switch assignment {
      case .block(.imports), .block(.functions), .block(.pipelineParameters): cell
      default: nil
      }
    }
    let late = shared.filter { $0 > first }
    if !late.isEmpty {
      findRedefinitions(in: late, shared: shared)
      if !analysis.cells(with: .processState).isEmpty { findSettings(of: late) }
    }
    let continued = continuedCells
    if !continued.isEmpty {
      findInterleavedSteps()
      findInterleavedState(continued)
    }
  }

  private mutating func add(_ code: MovedCode) {
    if byCell[code.cell] == nil { byCell[code.cell] = code }
  }

  // MARK: Shared cells

  /// What a shared cell below a step does to a name that a shared cell above it defines.
  private struct Redefinition {
    var cell: CellIndex
    var range: Range<Int>
    var isNew: Bool
    /// The first cell that defines the name.
    var origin: CellIndex
  }

  private mutating func findRedefinitions(in late: [CellIndex], shared: [CellIndex]) {
    let isLate = Set(late)
    var origins: [String: (cell: CellIndex, range: Range<Int>)] = [:]
    var redefined: [String: Redefinition] = [:]
    for cell in shared {
      let facts = analysis.facts[cell].facts
      if isLate.contains(cell) {
        for change in facts.changes
        where change.isSure && !analysis.isSharedModule(change.name) {
          guard redefined[change.name] == nil, let origin = origins[change.name] else { continue }
          redefined[change.name] = Redefinition(
            cell: cell, range: change.range, isNew: false, origin: origin.cell)
        }
      }
      for binding in facts.bindings where binding.certainty == .always {
        guard let origin = origins[binding.name] else {
          origins[binding.name] = (cell, binding.range)
          continue
        }
        guard isLate.contains(cell), redefined[binding.name] == nil,
          !isSame(binding.range, in: cell, as: origin)
        else { continue }
        redefined[binding.name] = Redefinition(
          cell: cell, range: binding.range, isNew: true, origin: origin.cell)
      }
    }
    if !redefined.isEmpty { findUsers(of: redefined) }
    findOverriddenNames(of: late)
  }

  /// Finds names of the cells that steps above them define too, and steps below them use.
  private mutating func findOverriddenNames(of late: [CellIndex]) {
    var names: [String: (cell: CellIndex, range: Range<Int>)] = [:]
    for cell in late {
      for binding in analysis.facts[cell].facts.bindings where binding.certainty == .always {
        names[binding.name] = (cell, binding.range)
      }
    }
    let isMade = analysis.cellsBinding(Set(names.keys)).contains { name, cells in
      cells.contains { cell in
        if case .step = analysis.outline.assignments[cell] {
          names[name].map { cell < $0.cell } ?? false
        } else {
          false
        }
      }
    }
    guard isMade else { return }
    var makers: [String: Event] = [:]
    for (cell, assignment) in analysis.outline.assignments.indexed {
      guard case .step(let unit) = assignment else { continue }
      let facts = analysis.facts[cell].facts
      for use in facts.reads + facts.deferredReads {
        guard let name = names[use.name], name.cell < cell, let maker = makers[use.name], maker.unit != unit
        else { continue }
        add(
          MovedCode(
            kind: .overridden(use.name), cell: name.cell, range: name.range, step: maker.unit,
            use: .source(cell: maker.cell, range: maker.range)))
      }
      for binding in facts.bindings where binding.certainty == .always {
        guard let name = names[binding.name], cell < name.cell else { continue }
        makers[binding.name] = Event(unit: unit, cell: cell, range: binding.range)
      }
    }
  }

  /// Whether a name is bound by a statement that is written like the one that bound it first.
  private func isSame(
    _ range: Range<Int>, in cell: CellIndex, as origin: (cell: CellIndex, range: Range<Int>)
  ) -> Bool {
    guard let one = analysis.facts[cell].facts.statements.last(startingUpTo: range.lowerBound),
      let other = analysis.facts[origin.cell].facts.statements.last(startingUpTo: origin.range.lowerBound)
    else { return false }
    return analysis.text(of: one.range, in: cell) == analysis.text(of: other.range, in: origin.cell)
  }

  /// Finds the steps above the cells that use the names, in their own code or through functions.
  private mutating func findUsers(of redefined: [String: Redefinition]) {
    func add(_ name: String, _ unit: UnitIndex, _ cell: CellIndex, _ range: Range<Int>) {
      guard let new = redefined[name], new.origin < cell, cell < new.cell else { return }
      self.add(
        MovedCode(
          kind: .seenAbove(name, isNew: new.isNew), cell: new.cell, range: new.range, step: unit,
          use: .source(cell: cell, range: range)))
    }
    for (unit, outlined) in analysis.outline.units.indexed where !outlined.isNotebook {
      var own: Set<String> = []
      for cell in outlined.cells {
        let facts = analysis.facts[cell].facts
        for use in facts.reads + facts.deferredReads
        where redefined[use.name] != nil && !own.contains(use.name) { add(use.name, unit, cell, use.range) }
        own.formUnion(facts.bindings.lazy.filter { $0.certainty == .always }.map(\.name))
      }
      for (item, place) in analysis.state.uses[unit].readPlaces.inOrder {
        if case .name(let name) = item { add(name, unit, place.cell, place.range) }
      }
    }
  }

  /// Finds settings of shared cells that steps above them have already.
  private mutating func findSettings(of late: [CellIndex]) {
    let state = analysis.readState(separating: late)
    let settings = state.cells.sorted { $0.value < $1.value }.flatMap { own, _ in
      state.uses[own].changePlaces.inOrder.filter { item, place in
        !place.isConditional && LostSettingSearch.isSetting(item, by: state.uses[own])
      }
    }
    var first: [StateItem: (unit: UnitIndex, place: StatePlace)] = [:]
    for item in Set(settings.map(\.0)) {
      for unit in analysis.outline.units.indices {
        guard let use = firstUse(of: item, in: state.uses[unit]) else { continue }
        if first[item].map({ use.cell < $0.place.cell }) ?? true { first[item] = (unit, use) }
      }
    }
    for (item, place) in settings {
      guard let use = first[item], use.place.cell < place.cell else { continue }
      add(
        MovedCode(
          kind: .setAbove(item), cell: place.cell, range: place.range, step: use.unit,
          use: use.place.place))
    }
  }

  /// Where a unit first depends on a setting or, for generators, sets it: what it sets itself before, it does not depend
  /// on.
  private func firstUse(of item: StateItem, in use: StateUse) -> StatePlace? {
    if let read = use.readPlaces[item], analysis.isNeeded(item, at: read), !use.sets(item, before: read) {
      return read
    }
    if case .generator = item { return use.changePlaces[item] }
    return nil
  }

  // MARK: Steps

  /// A cell of a step that does something with a name.
  private struct Event {
    var unit: UnitIndex
    var cell: CellIndex
    var range: Range<Int>
  }

  /// A cell of a step that goes on below another one, and the step right above it.
  private typealias ContinuedCell = (cell: CellIndex, unit: UnitIndex, above: UnitIndex)

  private var continuedCells: [ContinuedCell] {
    var found: [ContinuedCell] = []
    var previous: UnitIndex?
    for (cell, assignment) in analysis.outline.assignments.indexed {
      guard case .step(let unit) = assignment else { continue }
      if let previous, previous != unit, analysis.outline.units[unit].definition < cell {
        found.append((cell, unit, previous))
      }
      previous = unit
    }
    return found
  }

  /// Finds cells of steps that go on below other steps.
  private mutating func findInterleavedSteps() {
    var last = UnitArray<CellIndex?>(repeating: nil, count: analysis.outline.units.count)
    var reads: [String: [Event]] = [:]
    var changes: [String: [Event]] = [:]
    var orders = AncestorOrders()
    for (cell, assignment) in analysis.outline.assignments.indexed {
      guard case .step(let unit) = assignment else { continue }
      let facts = analysis.facts[cell].facts
      let ownReads = (facts.reads + facts.deferredReads).filter { $0.way.needsName }
      let ownChanges = CellChanges(facts).all
      if let start = last[unit] {
        for change in ownChanges where !analysis.isSharedModule(change.name) {
          guard let read = reads[change.name]?.first(where: { $0.unit != unit }), read.cell > start,
            analysis.flow.flows[read.unit].inputs.contains(change.name),
            orders.order(of: read.unit, in: analysis.graph).runs(after: unit)
          else { continue }
          add(
            MovedCode(
              kind: .seenAbove(change.name, isNew: change.isNew), owner: unit, cell: cell,
              range: change.range,
              step: read.unit, use: .source(cell: read.cell, range: read.range)))
        }
        for read in ownReads {
          guard let change = changes[read.name]?.first, change.unit != unit, change.cell > start,
            analysis.flow.flows[unit].inputs.contains(read.name)
              || analysis.binds(read.name, in: unit, above: cell)
          else { continue }
          add(
            MovedCode(
              kind: .missedChange(read.name), owner: unit, cell: cell, range: read.range, step: change.unit,
              use: .source(cell: change.cell, range: change.range)))
        }
      }
      last[unit] = cell
      for read in ownReads { note(read.name, read.range, unit, cell, in: &reads) }
      for change in ownChanges { note(change.name, change.range, unit, cell, in: &changes) }
    }
  }

  /// Finds cells of steps that go on below other steps and use what these use: a file, random numbers, settings.
  private mutating func findInterleavedState(_ continued: [ContinuedCell]) {
    guard !analysis.cells(with: [.processState, .fileCalls]).isEmpty else { return }
    let state = analysis.readState(separating: continued.map(\.cell))
    let uses = Dictionary(uniqueKeysWithValues: state.cells.map { ($1, state.uses[$0]) })
    for (cell, unit, other) in continued {
      guard let use = uses[cell], let found = conflict(of: use, with: state.uses[other], seeds: state.seeds)
      else {
        continue
      }
      add(
        MovedCode(
          kind: .sharedState(found.item), owner: unit, cell: cell, range: found.place.range, step: other,
          use: found.other.place))
    }
  }

  /// The first item that a cell and a unit both use, and one of them changes.
  private func conflict(
    of use: StateUse, with other: StateUse, seeds: Set<StateItem.Generator>
  ) -> (item: StateItem, place: StatePlace, other: StatePlace)? {
    for (item, place) in use.changePlaces.inOrder + use.readPlaces.inOrder {
      guard
        let there = other.changePlaces[item] ?? (use.changePlaces[item] == nil ? nil : other.readPlaces[item])
      else { continue }
      switch item {
      case .name, .value, .cache: continue
      // Numbers from a generator that nothing seeds are others at each run.
      case .generator(let generator): if !seeds.contains(generator) { continue }
      case .environment, .workingDirectory, .options, .attribute, .file: break
      }
      return (item, place, there)
    }
    return nil
  }

  /// Keeps the last events of two units, the latest first.
  private func note(
    _ name: String, _ range: Range<Int>, _ unit: UnitIndex, _ cell: CellIndex,
    in events: inout [String: [Event]]
  ) {
    let other = events[name]?.first { $0.unit != unit }
    events[name] = [Event(unit: unit, cell: cell, range: range)] + (other.map { [$0] } ?? [])
  }
}
