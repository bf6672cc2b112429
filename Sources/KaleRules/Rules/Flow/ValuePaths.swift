import KaleAnalysis
import SourceText

/// The paths of one name's values from unit to unit: each unit takes the name from one other.
struct ValuePaths {
  /// For each defining unit, the units that take its value, in the order of the notebook, and where a walk enters them.
  private var consumers: [UnitIndex: (units: [UnitIndex], entries: RangeSearch)] = [:]
  private var providers: [UnitIndex: UnitIndex] = [:]
  private var producers: [UnitIndex: UnitIndex] = [:]
  /// Where a walk along the paths enters and leaves each unit: everything in between was reached through it.
  private var entries: [UnitIndex: Int] = [:]
  private var exits: [UnitIndex: Int] = [:]

  init(_ name: String, consumers: [UnitIndex], _ flow: DataFlow) {
    var followers: [UnitIndex: [UnitIndex]] = [:]
    for consumer in consumers {
      guard let provider = flow.provider(of: name, for: consumer), provider != consumer else { continue }
      providers[consumer] = provider
      followers[provider, default: []].append(consumer)
    }
    var clock = 0
    for start in followers.keys.sorted() where providers[start] == nil {
      var path = [(unit: start, next: 0)]
      entries[start] = clock
      producers[start] = start
      while let (unit, next) = path.last {
        clock += 1
        guard let followers = followers[unit], next < followers.count else {
          exits[unit] = clock
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        entries[followers[next]] = clock
        producers[followers[next]] = start
        path.append((followers[next], 0))
      }
    }
    let reached = consumers.filter { entries[$0] != nil }
    self.consumers = Dictionary(grouping: reached) { producers[$0] ?? $0 }.mapValues { units in
      (units, RangeSearch(units.map { entries[$0] ?? 0 }))
    }
  }

  func provider(of unit: UnitIndex) -> UnitIndex? { providers[unit] }

  /// Returns the unit that defines the value that a unit takes.
  func producer(of unit: UnitIndex) -> UnitIndex { producers[unit] ?? unit }

  /// Returns the first unit after `unit` that takes the same value, but not through `unit`.
  func firstReader(missing unit: UnitIndex) -> UnitIndex? {
    guard let entry = entries[unit], let exit = exits[unit], let consumers = consumers[producer(of: unit)]
    else {
      return nil
    }
    let start = consumers.units.firstIndex(above: unit)
    return consumers.entries.first(from: start, outside: entry...exit).map { consumers.units[$0] }
  }
}

extension [UnitIndex] {
  /// The first index of an element greater than a unit, where the elements ascend; the end where there is none.
  fileprivate func firstIndex(above unit: UnitIndex) -> Int {
    partitioningIndex { $0 > unit }
  }
}
