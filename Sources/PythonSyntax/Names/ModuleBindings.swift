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
    /// How often the log of what is certain holds it.
    var certainties = 0
    /// The number of the binding that was its first; a name may be known before code binds it.
    var order = 0
  }

  private(set) var entries: [Entry] = []
  private var places: [NameID: Int] = [:]
  private(set) var deletions: Set<NameID> = []
  /// Those that were deleted at some time.
  private var deletedNames: Set<NameID> = []
  /// What is bound whenever the code comes to this place, a log: what may be skipped is taken off again.
  private var certain: [CertainBinding] = []
  private var bindingCount = 0

  mutating func bind(_ name: NameID, _ kind: Binding.Kind, to value: NodeIndex, at node: NodeIndex) {
    if !deletions.isEmpty { deletions.remove(name) }
    bindingCount += 1
    if let place = places[name] {
      entries[place].isRebound = entries[place].node != noNode
      if !entries[place].isRebound { entries[place].order = bindingCount }
      entries[place].kind = kind
      entries[place].node = node
      entries[place].value = value
      note(CertainBinding(entry: place))
    } else {
      places[name] = entries.count
      entries.append(Entry(name: name, kind: kind, node: node, value: value, order: bindingCount))
      note(CertainBinding(entry: entries.count - 1))
    }
  }

  /// Notes that the name is bound where the code comes to this place, whatever has bound it.
  mutating func know(_ name: NameID) {
    let place = places[name] ?? entries.count
    if place == entries.count {
      places[name] = place
      entries.append(Entry(name: name, kind: .assignment, node: noNode, value: noNode))
    }
    certain.append(CertainBinding(entry: place, isKnown: true))
  }

  mutating func delete(_ name: NameID) {
    deletions.insert(name)
    deletedNames.insert(name)
    if let place = places.removeValue(forKey: name) { entries[place].node = noNode }
  }

  /// The place that binds the name, where nothing else binds it since it was deleted last; nil elsewhere.
  func onlyPlace(binding name: NameID) -> NodeIndex? {
    places[name].flatMap { entries[$0].isRebound ? nil : entries[$0].node }
  }

  /// Whether the name is bound whenever the code comes to this place.
  func isBound(_ name: NameID) -> Bool { places[name].map { entries[$0].certainties > 0 } ?? false }

  /// Whether the name has been deleted at some time.
  func wasDeleted(_ name: NameID) -> Bool { deletedNames.contains(name) }

  /// Whether the name is bound on some ways to this place only.
  func isDoubtful(_ name: NameID) -> Bool {
    places[name].map { entries[$0].certainties == 0 } ?? false
  }

  /// The bindings that are left, in order of first binding.
  var remaining: [(entry: Entry, certainty: Binding.Certainty)] {
    var certainties = [Binding.Certainty](repeating: .sometimes, count: entries.count)
    for binding in certain where certainties[binding.entry] != .always {
      certainties[binding.entry] = binding.isInLoop ? .unlessLoopIsEmpty : .always
    }
    return entries.indices.filter { entries[$0].node != noNode }.sorted {
      entries[$0].order < entries[$1].order
    }
    .map { (entries[$0], certainties[$0]) }
  }

  // MARK: Branches

  /// A place in the code, to ask later what has been bound since.
  var mark: Int { certain.count }

  /// Makes what was bound since `mark` bound no more for certain, and returns it.
  @discardableResult mutating func takeBack(since mark: Int) -> ArraySlice<CertainBinding> {
    guard certain.count > mark else { return [] }
    // A slice of the log itself would have the whole log copied.
    let taken = Array(certain[mark...])[...]
    for binding in taken where !binding.isKnown { entries[binding.entry].certainties -= 1 }
    certain.removeLast(certain.count - mark)
    return taken
  }

  /// Makes what was bound since `mark` bound only where a loop runs at all.
  mutating func putIntoLoop(since mark: Int) {
    guard certain.count > mark else { return }
    for index in mark..<certain.count { certain[index].isInLoop = true }
  }

  /// Makes what every branch binds bound for certain, where one of them runs.
  mutating func add(_ branches: BranchBindings) {
    // A name that no branch binds is bound elsewhere, if at all.
    for (entry, isInLoop) in branches.common where branches.boundSomewhere.contains(entry) {
      note(CertainBinding(entry: entry, isInLoop: isInLoop))
    }
  }

  private mutating func note(_ binding: CertainBinding) {
    certain.append(binding)
    entries[binding.entry].certainties += 1
  }
}

/// An entry of `ModuleBindings` that is bound whenever the code comes by.
struct CertainBinding {
  var entry: Int
  /// Whether it is not where a loop has no round.
  var isInLoop = false
  /// Whether the code does not bind it here, but only comes here where it is bound.
  var isKnown = false
}

/// What the branches of a statement bind, of which one runs. Those that leave it for another place do not count.
struct BranchBindings {
  private var isEmpty = true
  /// What all branches bind, and whether one of them does it in a loop only.
  private(set) var common: [Int: Bool] = [:]
  /// What a branch binds itself.
  private(set) var boundSomewhere: Set<Int> = []

  mutating func add(_ branch: ArraySlice<CertainBinding>, leaves: Bool) {
    if leaves { return }
    var bound: [Int: Bool] = [:]
    for binding in branch {
      bound[binding.entry] = (bound[binding.entry] ?? true) && binding.isInLoop
      if !binding.isKnown { boundSomewhere.insert(binding.entry) }
    }
    common =
      isEmpty
      ? bound
      : common.reduce(into: [:]) { both, binding in
        if let isInLoop = bound[binding.key] { both[binding.key] = isInLoop || binding.value }
      }
    isEmpty = false
  }
}
