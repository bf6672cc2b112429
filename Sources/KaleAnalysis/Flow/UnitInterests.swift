import NotebookModel

/// Which units need a name, and which call it.
struct UnitInterests {
  private var wanting = UnitsByName()
  private var calling = UnitsByName()
  private let reading: DataFlow.Reading

  /// The interests of all units in one reading of their code.
  init(_ facts: ChunkedUnitArray<UnitFacts>, _ reading: DataFlow.Reading) {
    self.reading = reading
    for (unit, facts) in facts.indexed { add(unit, facts) }
  }

  /// Takes in the new code of a unit.
  mutating func update(_ unit: UnitIndex, from old: UnitFacts, to new: UnitFacts) {
    for name in old.names(reading).wanted { wanting.remove(unit, from: name) }
    for name in old.calls { calling.remove(unit, from: name) }
    add(unit, new)
  }

  private mutating func add(_ unit: UnitIndex, _ facts: UnitFacts) {
    for name in facts.names(reading).wanted { wanting.add(unit, to: name) }
    for name in facts.calls { calling.add(unit, to: name) }
  }

  /// Calls `body` with each unit that needs a name.
  func forEachUnit(wanting name: String, _ body: (UnitIndex) -> Void) { wanting.forEachUnit(of: name, body) }

  /// Calls `body` with each unit that calls a name.
  func forEachUnit(calling name: String, _ body: (UnitIndex) -> Void) { calling.forEachUnit(of: name, body) }
}

/// The units that define or mention each name; mostly there is one.
private struct UnitsByName {
  private var first: [String: UnitIndex] = [:]
  private var others: [String: Set<UnitIndex>] = [:]

  mutating func add(_ unit: UnitIndex, to name: String) {
    if first[name] == nil { first[name] = unit } else { others[name, default: []].insert(unit) }
  }

  mutating func remove(_ unit: UnitIndex, from name: String) {
    if first[name] == unit {
      first[name] = others[name]?.popFirst()
    } else {
      others[name]?.remove(unit)
    }
    if others[name]?.isEmpty == true { others[name] = nil }
  }

  func forEachUnit(of name: String, _ body: (UnitIndex) -> Void) {
    if let unit = first[name] { body(unit) }
    for unit in others[name] ?? [] { body(unit) }
  }
}
