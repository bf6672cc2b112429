import Synchronization

/// Who hands names on, found out once for each unit that is asked about.
final class ProviderMemo: Sendable {
  private struct Known {
    /// For each unit the providers of names; -1 for a name that no unit hands on.
    var providers: [Int: [String: Int]] = [:]
    /// For each unit the makers of the names that it hands on.
    var makers: [Int: [String: Int]] = [:]
    var effort = 0
  }

  /// How many units were asked.
  var effort: Int { known.withLock { $0.effort } }

  func noteVisit() { known.withLock { $0.effort += 1 } }

  private let known = Mutex(Known())

  /// Returns the unit that hands a name on to another; nil where none does.
  ///
  /// `find` finds it, with those of other names that will be asked for where it is the unit's first.
  func provider(of name: String, for unit: Int, _ find: (_ isFirst: Bool) -> [String: Int]) -> Int? {
    let unitsProviders = known.withLock { $0.providers[unit] }
    if let provider = unitsProviders?[name] { return provider < 0 ? nil : provider }
    let found = find(unitsProviders == nil)
    known.withLock { known in
      known.providers[unit, default: [:]].merge(found) { old, _ in old }
      if found[name] == nil { known.providers[unit, default: [:]][name] = -1 }
    }
    return found[name]
  }

  func maker(of name: String, handedOnBy unit: Int) -> Int? { known.withLock { $0.makers[unit]?[name] } }

  func note(_ maker: Int, of name: String, handedOnBy units: [Int]) {
    known.withLock { known in
      for unit in units { known.makers[unit, default: [:]][name] = maker }
    }
  }
}
