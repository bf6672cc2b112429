import Synchronization

/// The providers of names, determined once for each unit that is asked about.
final class ProviderMemo: Sendable {
  private struct Known {
    /// For each unit the providers of names; nil for a name that no unit passes on.
    var providers: [UnitIndex: [String: UnitIndex?]] = [:]
    /// For each unit, the units that define the names that it passes on.
    var producers: [UnitIndex: [String: UnitIndex]] = [:]
    var effort = 0
  }

  /// How many units were asked.
  var effort: Int { known.withLock { $0.effort } }

  func noteVisit() { known.withLock { $0.effort += 1 } }

  private let known = Mutex(Known())

  /// Returns the unit that passes a name on to another; nil if none does.
  ///
  /// `find` finds it, with those of other names that will be asked for where it is the unit's first.
  func provider(
    of name: String, for unit: UnitIndex, _ find: (_ isFirst: Bool) -> [String: UnitIndex]
  ) -> UnitIndex? {
    let unitsProviders = known.withLock { $0.providers[unit] }
    if let provider = unitsProviders?[name] { return provider }
    let found = find(unitsProviders == nil)
    known.withLock { known in
      known.providers[unit, default: [:]].merge(found.lazy.map { ($0, $1) }) { old, _ in old }
      if found[name] == nil { known.providers[unit, default: [:]][name] = .some(nil) }
    }
    return found[name]
  }

  func producer(of name: String, passedBy unit: UnitIndex) -> UnitIndex? {
    known.withLock { $0.producers[unit]?[name] }
  }

  func note(_ producer: UnitIndex, of name: String, passedBy units: [UnitIndex]) {
    known.withLock { known in
      for unit in units { known.producers[unit, default: [:]][name] = producer }
    }
  }
}
