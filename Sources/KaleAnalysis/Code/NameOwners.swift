/// How many units of a notebook make each name.
struct NameOwners {
  private var counts: [String: Int] = [:]
  /// The names that several units make.
  private(set) var several: Set<String> = []

  /// Counts the names that a unit makes.
  mutating func add(_ names: Set<String>) {
    for name in names {
      counts[name, default: 0] += 1
      if counts[name] == 2 { several.insert(name) }
    }
  }

  /// Counts them no longer.
  mutating func remove(_ names: Set<String>) {
    for name in names {
      guard let count = counts[name] else { continue }
      counts[name] = count > 1 ? count - 1 : nil
      if count == 2 { several.remove(name) }
    }
  }
}
