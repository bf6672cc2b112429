import KaleAnalysis

/// The paths of one name's values from unit to unit: each unit takes the name from one other.
struct WaysOfValue {
  /// For each defining unit, the units that take its value, in the order of the notebook, and where a walk enters them.
  private var takers: [UnitIndex: (units: [UnitIndex], entries: RangeSearch)] = [:]
  private var providers: [UnitIndex: UnitIndex] = [:]
  private var makers: [UnitIndex: UnitIndex] = [:]
  /// Where a walk along the paths enters and leaves each unit: everything in between was reached through it.
  private var entries: [UnitIndex: Int] = [:]
  private var exits: [UnitIndex: Int] = [:]

  init(_ name: String, takers: [UnitIndex], _ flow: DataFlow) {
    var followers: [UnitIndex: [UnitIndex]] = [:]
    for taker in takers {
      guard let provider = flow.provider(of: name, for: taker), provider != taker else { continue }
      providers[taker] = provider
      followers[provider, default: []].append(taker)
    }
    var clock = 0
    for start in followers.keys.sorted() where providers[start] == nil {
      var path = [(unit: start, next: 0)]
      entries[start] = clock
      makers[start] = start
      while let (unit, next) = path.last {
        clock += 1
        guard let followers = followers[unit], next < followers.count else {
          exits[unit] = clock
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        entries[followers[next]] = clock
        makers[followers[next]] = start
        path.append((followers[next], 0))
      }
    }
    let reached = takers.filter { entries[$0] != nil }
    self.takers = Dictionary(grouping: reached) { makers[$0] ?? $0 }.mapValues { units in
      (units, RangeSearch(units.map { entries[$0] ?? 0 }))
    }
  }

  func provider(of unit: UnitIndex) -> UnitIndex? { providers[unit] }

  /// Returns the unit that defines the value that a unit takes.
  func maker(of unit: UnitIndex) -> UnitIndex { makers[unit] ?? unit }

  /// Returns the first unit after `unit` that takes the same value, but not through `unit`.
  func firstReader(missing unit: UnitIndex) -> UnitIndex? {
    guard let entry = entries[unit], let exit = exits[unit], let takers = takers[maker(of: unit)] else {
      return nil
    }
    let start = takers.units.firstIndex(above: unit)
    return takers.entries.first(from: start, outside: entry...exit).map { takers.units[$0] }
  }
}

extension [UnitIndex] {
  /// The first index of an element greater than a unit, where the elements ascend; the end where there is none.
  fileprivate func firstIndex(above unit: UnitIndex) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= unit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
