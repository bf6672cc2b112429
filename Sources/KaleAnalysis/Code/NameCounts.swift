/// How many units of a notebook define or mention each name.
struct NameCounts {
  private var counts: [String: Int] = [:]

  /// The number of units that involve a name.
  subscript(name: String) -> Int { counts[name, default: 0] }

  /// Counts a unit's names.
  mutating func add(_ names: Set<String>) {
    for name in names { add(name) }
  }

  /// Removes a unit's names from the counts.
  mutating func remove(_ names: Set<String>) {
    for name in names { remove(name) }
  }

  /// Counts a unit's new names in place of the former ones.
  mutating func replace(_ old: Set<String>, by new: Set<String>) {
    if old == new { return }
    for name in old where !new.contains(name) { remove(name) }
    for name in new where !old.contains(name) { add(name) }
  }

  private mutating func add(_ name: String) { counts[name, default: 0] += 1 }

  private mutating func remove(_ name: String) {
    guard let count = counts[name] else { return }
    counts[name] = count > 1 ? count - 1 : nil
  }
}
