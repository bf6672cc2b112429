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
  private var changes: [CellIndex: CellChanges] = [:]
  private let parameters: Set<String>

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    parameters = Set(analysis.parameters.parameters.map(\.name))
    let cells = analysis.outline.assignments.indexed.filter { $0.1 == .skipped }.map(\.0)
    guard !cells.isEmpty, !analysis.outline.units.isEmpty else { return }
    for cell in cells { changes[cell] = CellChanges(analysis.facts[cell].facts) }
    if mayChangeState(cells) { noteState(of: cells) }
    names = changes.values.reduce(into: []) { $0.formUnion($1.all.lazy.map(\.name)) }
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

  /// Notes what functions change for skipped cells, and finds the settings that steps miss.
  private mutating func noteState(of cells: [CellIndex]) {
    let state = analysis.readState(separating: cells)
    for change in state.valueChanges {
      guard let cell = state.cells[change.unit] else { continue }
      changes[cell]?.note(.init(name: change.name, range: change.place.range, isNew: false))
    }
    for (unit, cell) in state.cells.sorted(by: { $0.key < $1.key }) {
      for (item, place) in state.uses[unit].changePlaces.inOrder {
        guard case .name(let name) = item, !place.isConditional else { continue }
        changes[cell]?.note(.init(name: name, range: place.range, isNew: false))
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
    for (unit, _) in state.cells.sorted(by: { $0.value < $1.value }) {
      for (item, place) in state.uses[unit].changePlaces.inOrder {
        guard case .file(let file) = item, file.isExact, !place.isConditional, known[file.prefix] == nil,
          written[file.prefix] == nil
        else { continue }
        written[file.prefix] = (item, place)
      }
    }
    guard !written.isEmpty else { return }
    for unit in analysis.outline.units.indices {
      for (item, read) in state.uses[unit].readPlaces.inOrder {
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
    var next: [String: NextRead] = [:]
    for cell in analysis.outline.assignments.indices.reversed() {
      let facts = analysis.facts[cell].facts
      switch analysis.outline.assignments[cell] {
      case .skipped:
        for change in changes[cell]?.all ?? [] {
          guard let read = next[change.name], change.isNew || !analysis.isSharedModule(change.name),
            isThere(change.name, for: read.unit, above: cell)
          else { continue }
          found[cell, default: []].append(
            SkippedChange(
              kind: change.isNew ? .reassigns(change.name) : .changes(change.name), range: change.range,
              reader: read.unit, read: read.place))
        }
        forget(facts, in: &next)
      case .step(let unit):
        forget(facts, in: &next)
        for use in facts.deferredReads.reversed() + facts.reads.reversed()
        where names.contains(use.name) && use.way.needsName {
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
      || analysis.shared.names.bindings[name] != nil || analysis.binds(name, in: unit, above: cell)
  }
}
