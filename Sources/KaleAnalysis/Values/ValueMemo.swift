import NotebookModel
import PythonSyntax
import Synchronization

/// What readers of a notebook's values have found out so far and need again, whichever rule asks.
final class ValueMemo: Sendable {
  private struct State {
    var producers: [String: [UnitIndex: UnitIndex]] = [:]
    var additions: [UnitIndex: [String: [ValueAddition]]] = [:]
    var textColumns: Set<String>?
    var imports: [CellIndex: [String: String]] = [:]
    var values: [StoreKey: [ReadValue]] = [:]
    var faults: [DefinitionInNotebook.Key: PassingFault?] = [:]
  }

  /// A store of the notebook, and how many functions may be looked into for its value.
  struct StoreKey: Hashable, Sendable {
    let unit: UnitIndex?
    /// The cell, counted among those of the unit.
    let ordinal: Int
    /// The store, counted among those of the cell.
    let store: Int
    let callsLeft: Int
  }

  private let state: Mutex<State>

  /// A memo of nothing.
  convenience init() { self.init(State()) }

  private init(_ state: sending State) { self.state = Mutex(state) }

  /// Returns what is still known after an edit of single units.
  ///
  /// - Parameters:
  ///   - update: What has changed.
  ///   - textColumns: Finds the columns of tables that contain strings now; whatever is known may depend on them.
  /// - Returns: The memo for the snapshot after the edit.
  func updated(_ update: ValueMemoUpdate, _ textColumns: () -> Set<String>) -> ValueMemo {
    var update = update
    var new = state.withLock { $0 }
    if let known = new.textColumns, textColumns() != known { return ValueMemo() }
    new.producers = new.producers.filter { update.keeps($0.key) }.mapValues { producers in
      producers.filter { update.keeps($0.key) && update.keeps($0.value) }
    }
    new.additions = new.additions.filter { update.keeps($0.key) }
    new.imports = new.imports.filter { update.keeps($0.key) }
    new.values = new.values.filter { update.keeps($0.key.unit) }.compactMapValues { values in
      let kept = values.filter { update.keeps($0) }
      return kept.isEmpty ? nil : kept
    }
    new.faults = new.faults.filter { $0.key.unit == nil }
    return ValueMemo(new)
  }

  /// Returns the unit that defines what another unit takes under a name; nil if that is not known yet.
  func producer(of name: String, takenBy unit: UnitIndex) -> UnitIndex? {
    state.withLock { $0.producers[name]?[unit] }
  }

  /// Notes the unit that defines what units take under a name.
  func note(_ producer: UnitIndex, of name: String, takenBy units: [UnitIndex]) {
    guard !units.isEmpty else { return }
    state.withLock { state in
      for unit in units { state.producers[name, default: [:]][unit] = producer }
    }
  }

  /// Returns what the cells of a unit put into the object of a name.
  func additions(
    to name: String, in unit: UnitIndex, _ find: () -> [String: [ValueAddition]]
  ) -> [ValueAddition] {
    state.withLock { state in
      if let known = state.additions[unit] { return known[name] ?? [] }
      let additions = find()
      state.additions[unit] = additions
      return additions[name] ?? []
    }
  }

  /// Returns the columns of tables that are known to contain strings.
  func textColumns(_ find: () -> Set<String>) -> Set<String> {
    state.withLock { state in
      if let known = state.textColumns { return known }
      let columns = find()
      state.textColumns = columns
      return columns
    }
  }

  /// Returns the dotted path of what a cell imports under a name.
  func importedPath(of name: String, in cell: CellIndex, _ facts: CodeFacts) -> String? {
    state.withLock { state in
      if let known = state.imports[cell] { return known[name] }
      let names = facts.facts.imports.lazy.flatMap(\.names)
      let paths = Dictionary(names.map { ($0.name, $0.path) }, uniquingKeysWith: { _, last in last })
      state.imports[cell] = paths
      return paths[name]
    }
  }

  /// Returns why Kale's runtime cannot pass a class or function of the notebook.
  func fault(of key: DefinitionInNotebook.Key, _ find: () -> PassingFault?) -> PassingFault? {
    if let known = state.withLock({ $0.faults[key] }) { return known }
    let fault = find()
    state.withLock { $0.faults[key] = .some(fault) }
    return fault
  }

  /// Returns what was read of a store, if reading it again would give the same.
  ///
  /// - Parameters:
  ///   - key: The store.
  ///   - left: How many more steps the way to the value may have.
  ///   - budget: How many more expressions may be looked at.
  /// - Returns: What was read; nil if reading it now may end elsewhere.
  func value(of key: StoreKey, left: Int, budget: Int) -> ReadValue? {
    state.withLock { state in
      state.values[key]?.first { $0.cost < budget && $0.holds(at: left) }
    }
  }

  /// Notes what was read of a store.
  func note(_ value: ReadValue, of key: StoreKey) {
    state.withLock { $0.values[key, default: []].append(value) }
  }
}

/// What code puts into the object of a name, and where.
struct ValueAddition: Sendable {
  let store: CodeValues.Store
  let place: ValueReader.Place
}

/// What was found when a store was read.
final class ReadValue: Sendable {
  let value: KnownValue
  /// Whether the value may be of another kind in some runs.
  let isDoubtful: Bool
  /// What the value came through.
  let crossings: [ValueCrossing]
  /// How many expressions were looked at.
  let cost: Int
  /// How many steps the way to the value might have, and how many of them were left where it was longest; 0 or less if it
  /// was too long.
  private let left: Int
  private let lowest: Int

  init(
    _ value: KnownValue, isDoubtful: Bool, crossings: [ValueCrossing], cost: Int, left: Int, lowest: Int
  ) {
    (self.value, self.isDoubtful, self.crossings) = (value, isDoubtful, crossings)
    (self.cost, self.left, self.lowest) = (cost, left, lowest)
  }

  /// Whether the same is found if the way may have so many steps: a way that was too long ends elsewhere.
  func holds(at left: Int) -> Bool {
    lowest > 0 ? lowest(at: left) > 0 : left == self.left
  }

  /// How many steps are left where the way is longest, if it may have so many.
  func lowest(at left: Int) -> Int { lowest + left - self.left }
}

/// What a value came through on its way from other units.
enum ValueCrossing: Sendable {
  case input(PassedValue)
  /// All that another value came through.
  case all(of: ReadValue)
}

extension [ValueCrossing] {
  /// The names that a value came through, each at least once.
  var inputs: [PassedValue] {
    var seen: Set<ObjectIdentifier> = []
    var (found, waiting) = ([PassedValue](), self)
    while let next = waiting.popLast() {
      switch next {
      case .input(let input): found.append(input)
      case .all(let value):
        if seen.insert(ObjectIdentifier(value)).inserted { waiting += value.crossings }
      }
    }
    return found
  }
}

extension NotebookAnalysis {
  /// Returns the dotted path of what a cell imports under a name; nil if it imports nothing under it.
  package func importedPath(of name: String, in cell: CellIndex) -> String? {
    valueMemo.importedPath(of: name, in: cell, facts[cell])
  }
}
