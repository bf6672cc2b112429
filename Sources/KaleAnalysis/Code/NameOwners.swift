/// How many units of a notebook define each name.
struct NameOwners {
  private var counts = NameCounts()
  /// The names that several units define.
  private(set) var several: Set<String> = []

  /// Counts the names that a unit defines.
  mutating func add(_ names: Set<String>) {
    counts.add(names)
    for name in names where counts[name] == 2 { several.insert(name) }
  }

  /// Counts them no longer.
  mutating func remove(_ names: Set<String>) {
    counts.remove(names)
    for name in names where counts[name] == 1 { several.remove(name) }
  }
}
