/// What module-level code has bound so far, in order.
struct ModuleBindings {
  struct Entry {
    var name: NameID
    var kind: Binding.Kind
    var node: NodeIndex
  }

  private(set) var entries: [Entry] = []
  private var places: [NameID: Int] = [:]
  private(set) var deletions: Set<NameID> = []

  mutating func bind(_ name: NameID, _ kind: Binding.Kind, at node: NodeIndex) {
    deletions.remove(name)
    if let place = places[name] {
      entries[place].kind = kind
      entries[place].node = node
    } else {
      places[name] = entries.count
      entries.append(Entry(name: name, kind: kind, node: node))
    }
  }

  mutating func delete(_ name: NameID) {
    deletions.insert(name)
    if let place = places.removeValue(forKey: name) { entries[place].node = noNode }
  }

  /// The bindings that are left, in order of first binding.
  var remaining: [Entry] { entries.filter { $0.node != noNode } }
}
