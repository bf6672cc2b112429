/// What module-level code has bound so far, in order.
struct ModuleBindings {
  struct Entry {
    var name: NameID
    var kind: Binding.Kind
    var node: NodeIndex
    /// Whether it was bound more than once.
    var isRebound = false
  }

  private(set) var entries: [Entry] = []
  private var places: [NameID: Int] = [:]
  private(set) var deletions: Set<NameID> = []
  /// Entries that are bound whenever the code comes to this place, a log: what may be skipped is taken off again.
  private var certain: [Int] = []

  mutating func bind(_ name: NameID, _ kind: Binding.Kind, at node: NodeIndex) {
    deletions.remove(name)
    if let place = places[name] {
      entries[place].kind = kind
      entries[place].node = node
      entries[place].isRebound = true
      certain.append(place)
    } else {
      places[name] = entries.count
      certain.append(entries.count)
      entries.append(Entry(name: name, kind: kind, node: node))
    }
  }

  mutating func delete(_ name: NameID) {
    deletions.insert(name)
    if let place = places.removeValue(forKey: name) { entries[place].node = noNode }
  }

  /// Whether one place binds the name, and nothing deletes it.
  func isBoundOnce(_ name: NameID) -> Bool {
    places[name].map { !entries[$0].isRebound } ?? false
  }

  /// The bindings that are left, in order of first binding.
  var remaining: [(entry: Entry, isConditional: Bool)] {
    var isConditional = [Bool](repeating: true, count: entries.count)
    for place in certain { isConditional[place] = false }
    return entries.indices.filter { entries[$0].node != noNode }.map { (entries[$0], isConditional[$0]) }
  }

  // MARK: Branches

  /// A place in the code, to ask later what has been bound since.
  var mark: Int { certain.count }

  /// Makes what was bound since `mark` bound no more for certain, and returns it.
  @discardableResult mutating func takeBack(since mark: Int) -> ArraySlice<Int> {
    guard certain.count > mark else { return [] }
    let taken = certain[mark...]
    certain.removeSubrange(mark...)
    return taken
  }

  /// Makes what every branch binds bound for certain, where one of them runs.
  mutating func add(_ branches: BranchBindings) {
    certain += branches.common
  }
}

/// What the branches of a statement bind, of which one runs. Those that leave it for another place do not count.
struct BranchBindings {
  private var isEmpty = true
  /// What all branches bind.
  private(set) var common: Set<Int> = []

  mutating func add(_ branch: ArraySlice<Int>, leaves: Bool) {
    if leaves { return }
    if isEmpty { common = Set(branch) } else { common.formIntersection(branch) }
    isEmpty = false
  }
}
