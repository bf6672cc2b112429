import NotebookModel
import PythonSyntax

/// The values that stores give to names.
extension ValueReader {
  /// Returns the value of a store at module level, which is read once.
  ///
  /// What is remembered has the limits of reading: it is taken only where reading again would end in the same way.
  mutating func known(_ store: CodeValues.Store, at place: Place, left: Int) -> KnownValue {
    let key = ValueMemo.StoreKey(
      unit: place.unit, ordinal: place.ordinal, store: place.storeCount, callsLeft: callsLeft)
    if let known = memo.value(of: key, left: left, budget: budget) {
      if known.isDoubtful { isDoubtful = true }
      if !known.crossings.isEmpty { way.append(.all(of: known)) }
      lowest = min(lowest, known.lowest(at: left))
      budget -= known.cost
      return known.value
    }
    let former = (isDoubtful: isDoubtful, way: way, lowest: lowest, budget: budget)
    (isDoubtful, way, lowest) = (false, [], left)
    let value = read(store, at: place, [:], left: left)
    // What is read where the budget ends depends on what was read before.
    if budget > 0 {
      memo.note(
        ReadValue(
          value, isDoubtful: isDoubtful, crossings: way, cost: former.budget - budget, left: left,
          lowest: lowest), of: key)
    }
    isDoubtful = isDoubtful || former.isDoubtful
    way = former.way.isEmpty ? way : former.way + way
    lowest = min(lowest, former.lowest)
    return value
  }

  /// Reads the value of a store, with what its unit puts into it.
  mutating func read(
    _ store: CodeValues.Store, at place: Place, _ locals: [String: KnownValue], left: Int
  ) -> KnownValue {
    if store.isConditional { isDoubtful = true }
    let value = value(of: store.value, at: place, locals, left: left - 1)
    return adding(additions(to: store.name, in: place.unit), to: value, left: left - 1)
  }

  /// What the cells of a unit put into the object that a name holds.
  private func additions(to name: String, in unit: UnitIndex?) -> [ValueAddition] {
    guard let unit else { return [] }
    return memo.additions(to: name, in: unit) {
      var additions: [String: [ValueAddition]] = [:]
      for (ordinal, cell) in cells(of: unit).enumerated() {
        let values = analysis.facts[cell].values
        let end = Place(unit: unit, ordinal: ordinal, storeCount: values.stores.count)
        for store in values.additions {
          additions[store.name, default: []].append(ValueAddition(store: store, place: end))
        }
      }
      return additions
    }
  }

  private mutating func adding(
    _ additions: [ValueAddition], to value: KnownValue, left: Int
  ) -> KnownValue {
    guard !additions.isEmpty else { return value }
    let parts = additions.prefix(ValueReader.mostAdditions).map {
      self.value(of: $0.store.value, at: $0.place, [:], left: left)
    }
    switch value {
    case .container(let known, let isDictionary): return .container(known + parts, isDictionary: isDictionary)
    case .made(let path, let known) where KnownValue.holders.contains(path): return .made(path, known + parts)
    case .frame(var cells):
      cells.objects += parts.flatMap(\.objectsOfCells)
      // Another column may stand in the place of one with text.
      cells.hasText = false
      return .frame(cells)
    default: return value
    }
  }

  private static let mostAdditions = 16
}
