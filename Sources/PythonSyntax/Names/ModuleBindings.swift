/// What module-level code has bound so far, in order.
struct ModuleBindings {
  struct Entry {
    var name: NameID
    var kind: Binding.Kind
    var node: NodeIndex
    /// The expression that it was bound to last, -1 where it is none, or a part of it.
    var value: NodeIndex
    /// Whether it was bound more than once.
    var isRebound = false
    /// How often it stands in the log of what is bound for certain.
    var certainties = 0
  }

  private(set) var entries: [Entry] = []
  private var places: [NameID: Int] = [:]
  private(set) var deletions: Set<NameID> = []
  /// Those that were deleted at some time.
  private var deletedNames: Set<NameID> = []
  /// Entries that are bound whenever the code comes to this place, a log: what may be skipped is taken off again.
  private var certain: [Int] = []

  mutating func bind(_ name: NameID, _ kind: Binding.Kind, to value: NodeIndex, at node: NodeIndex) {
    if !deletions.isEmpty { deletions.remove(name) }
    if let place = places[name] {
      entries[place].kind = kind
      entries[place].node = node
      entries[place].value = value
      entries[place].isRebound = true
      add(place)
    } else {
      places[name] = entries.count
      entries.append(Entry(name: name, kind: kind, node: node, value: value))
      add(entries.count - 1)
    }
  }

  private mutating func add(_ place: Int) {
    certain.append(place)
    entries[place].certainties += 1
  }

  mutating func delete(_ name: NameID) {
    deletions.insert(name)
    deletedNames.insert(name)
    if let place = places.removeValue(forKey: name) { entries[place].node = noNode }
  }

  /// Whether one place binds the name, and nothing deletes it.
  func isBoundOnce(_ name: NameID) -> Bool {
    places[name].map { !entries[$0].isRebound } ?? false
  }

  /// Whether the name is bound whenever the code comes to this place.
  func isBound(_ name: NameID) -> Bool { places[name].map { entries[$0].certainties > 0 } ?? false }

  /// Whether the name has been deleted at some time.
  func wasDeleted(_ name: NameID) -> Bool { deletedNames.contains(name) }

  /// The bindings that are left, in order of first binding.
  var remaining: [Entry] { entries.filter { $0.node != noNode } }

  // MARK: Branches

  /// A place in the code, to ask later what has been bound since.
  var mark: Int { certain.count }

  /// Makes what was bound since `mark` bound no more for certain, and returns it.
  @discardableResult mutating func takeBack(since mark: Int) -> ArraySlice<Int> {
    guard certain.count > mark else { return [] }
    let taken = certain[mark...]
    certain.removeSubrange(mark...)
    for place in taken { entries[place].certainties -= 1 }
    return taken
  }

  /// Makes what every branch binds bound for certain, where one of them runs.
  mutating func add(_ branches: BranchBindings) {
    for place in branches.common { add(place) }
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
