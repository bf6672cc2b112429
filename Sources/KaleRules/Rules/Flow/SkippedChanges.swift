import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Something that a skipped cell does in the notebook and a later step misses in the pipeline.
struct SkippedChange {
  /// What the cell does.
  enum Kind {
    /// It assigns a new value to a name, or defines a function or class of that name again.
    case reassigns(String)
    /// It changes the object of a variable.
    case changes(String)
    case sets(LostSetting)
    /// It writes a file.
    case writes(StateItem)
  }

  var kind: Kind
  /// The bytes of the code that does it.
  var range: Range<Int>
  /// The first step that misses it, and the place where it does.
  var reader: UnitIndex
  var read: NotebookPlace
}

/// Finds what skipped cells do to the names and the process of later steps.
struct SkippedChangeSearch {
  /// Where a name is read next, below the cell that is looked at.
  private struct NextRead {
    var unit: UnitIndex
    var place: NotebookPlace
  }

  /// What each skipped cell does that a later step misses, in the order of its code.
  private(set) var found: [CellIndex: [SkippedChange]] = [:]
  private let analysis: NotebookAnalysis
  /// The names that skipped cells bind or change, and only these.
  private var names: Set<String> = []
  private var changes: [CellIndex: [(kind: SkippedChange.Kind, name: String, range: Range<Int>)]] = [:]
  private var parameters: Set<String> = []

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    let cells = analysis.outline.assignments.indexed.filter { $0.1 == .skipped }.map(\.0)
    guard !cells.isEmpty, !analysis.outline.units.isEmpty else { return }
    for cell in cells { noteOwnChanges(of: cell) }
    if mayChangeState(cells) { noteState(of: cells) }
    if !names.isEmpty { findReaders() }
    for cell in found.keys { found[cell]?.sort { $0.range.lowerBound < $1.range.lowerBound } }
  }

  /// Whether skipped cells may do something to state, themselves or through functions. To read the state of the whole
  /// notebook takes longer than all else after an edit.
  private func mayChangeState(_ cells: [CellIndex]) -> Bool {
    let own = analysis.cells(with: [.processState, .fileCalls])
    if own.contains(where: { analysis.outline.assignments[$0] == .skipped }) { return true }
    // What draws from a generator that another cell has seeded names a module or method of random numbers.
    let isSeeded = !analysis.cells(with: .processState).isEmpty
    var functions: Set<String> = []
    var hasClasses = false
    for cell in analysis.cells(with: .outerChanges) {
      for definition in analysis.facts[cell].facts.definitions {
        hasClasses = hasClasses || definition.kind == .class
        functions.insert(definition.name)
      }
    }
    return cells.contains { cell in
      let facts = analysis.facts[cell].facts
      return facts.calls.contains(where: functions.contains)
        || hasClasses && !facts.certainMethodCalls.isEmpty
        || isSeeded && Self.drawingWords.contains { analysis.notebook.cells[cell].source.string.contains($0) }
    }
  }

  private static let drawingWords = ["rand", "sample", "shuffle", "split", "fit"]

  // MARK: Changes

  /// Notes what the code of a cell binds and changes by itself.
  private mutating func noteOwnChanges(of cell: CellIndex) {
    let facts = analysis.facts[cell].facts
    for binding in facts.bindings where binding.certainty == .always && binding.kind != .import {
      note(.reassigns(binding.name), binding.name, binding.range, in: cell)
    }
    for change in facts.changes where change.isSure && !analysis.isSharedModule(change.name) {
      note(.changes(change.name), change.name, change.range, in: cell)
    }
  }

  private mutating func note(
    _ kind: SkippedChange.Kind, _ name: String, _ range: Range<Int>, in cell: CellIndex
  ) {
    guard !(changes[cell]?.contains { $0.name == name } ?? false) else { return }
    changes[cell, default: []].append((kind, name, range))
    names.insert(name)
  }

  /// Notes what functions change for skipped cells, and finds the settings that steps miss.
  private mutating func noteState(of cells: [CellIndex]) {
    let state = analysis.readState(separating: cells)
    for change in state.valueChanges {
      guard let cell = state.cells[change.unit] else { continue }
      note(.changes(change.name), change.name, change.place.range, in: cell)
    }
    for (unit, cell) in state.cells.sorted(by: { $0.key < $1.key }) {
      for (item, place) in state.uses[unit].changePlaces {
        guard case .name(let name) = item, !place.isConditional else { continue }
        note(.changes(name), name, place.range, in: cell)
      }
    }
    findFiles(in: state)
    for setting in LostSettingSearch(analysis, ofSkippedCellsIn: state).found
    where !setting.place.isConditional {
      found[setting.place.cell, default: []].append(
        SkippedChange(
          kind: .sets(setting), range: setting.place.range, reader: setting.reader, read: setting.read.place))
    }
  }

  /// Finds files that skipped cells write and steps below them read, but for those of `%%writefile`, which another rule
  /// reports.
  private mutating func findFiles(in state: SeparatedState) {
    let known = analysis.filesWrittenBySkippedCells
    var written: [String: (item: StateItem, place: StatePlace)] = [:]
    for (unit, cell) in state.cells {
      for (item, place) in state.uses[unit].changePlaces {
        guard case .file(let file) = item, file.isExact, !place.isConditional, known[file.prefix] == nil,
          written[file.prefix].map({ cell < $0.place.cell }) ?? true
        else { continue }
        written[file.prefix] = (item, place)
      }
    }
    guard !written.isEmpty else { return }
    for unit in analysis.outline.units.indices {
      for (item, read) in state.uses[unit].readPlaces {
        guard case .file(let file) = item, let source = written[file.prefix], source.place.cell < read.cell
        else { continue }
        written[file.prefix] = nil
        found[source.place.cell, default: []].append(
          SkippedChange(
            kind: .writes(source.item), range: source.place.range, reader: unit, read: read.place))
      }
    }
  }

  // MARK: Readers

  /// Goes through the cells from the last to the first, and keeps where each name is read next.
  private mutating func findReaders() {
    parameters = Set(analysis.parameters.parameters.map(\.name))
    var next: [String: NextRead] = [:]
    for (cell, assignment) in zip(
      analysis.outline.assignments.indices, analysis.outline.assignments
    ).reversed() {
      let facts = analysis.facts[cell].facts
      switch assignment {
      case .skipped:
        for change in changes[cell] ?? [] {
          guard let read = next[change.name], isThere(change.name, for: read.unit, above: cell) else {
            continue
          }
          found[cell, default: []].append(
            SkippedChange(kind: change.kind, range: change.range, reader: read.unit, read: read.place))
        }
        forget(facts, in: &next)
      case .step(let unit):
        forget(facts, in: &next)
        for use in facts.deferredReads.reversed() + facts.reads.reversed()
        where names.contains(use.name) && (use.way == .plain || use.way == .text) {
          next[use.name] = NextRead(unit: unit, place: .source(cell: cell, range: use.range))
        }
      case .block: forget(facts, in: &next)
      case .notCode, .dropped, .notebook, .orphaned: break
      }
    }
  }

  /// Forgets the reads of names that a cell binds or deletes: they do not see what is above it.
  private func forget(_ facts: CellFacts, in next: inout [String: NextRead]) {
    for binding in facts.bindings where binding.certainty == .always { next[binding.name] = nil }
    for name in facts.deletions { next[name] = nil }
  }

  /// Whether the pipeline has a value of a name for a step that was there before a skipped cell; otherwise the name is
  /// missing, which another rule reports.
  private func isThere(_ name: String, for unit: UnitIndex, above cell: CellIndex) -> Bool {
    analysis.flow.flows[unit].inputs.contains(name) || parameters.contains(name)
      || analysis.shared.names.bindings[name] != nil
      || analysis.bindings(of: name, in: unit).contains { $0.cell < cell }
  }
}
