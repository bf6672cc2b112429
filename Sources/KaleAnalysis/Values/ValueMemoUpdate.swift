import NotebookModel

/// The effect of an edit on what is known of values.
///
/// A value depends on the code of its unit, on the shared cells and on what it came through: the names that units take, and
/// the units that define these. So after an edit of single units most values are still known.
struct ValueMemoUpdate {
  /// The units whose code has changed, or that take other names than before.
  private let units: Set<UnitIndex>
  /// The names that may come from another unit than before.
  private let names: Set<String>
  /// The cells whose code has changed.
  private let cells: Range<CellIndex>
  /// For each value that was looked at whether it is what it was.
  private var verdicts: [ObjectIdentifier: Bool] = [:]

  /// Compares two snapshots of a notebook.
  ///
  /// - Parameters:
  ///   - old: The analysis of the former snapshot, with the same outline and the same shared cells.
  ///   - facts: The units' code now.
  ///   - flow: What crosses their boundaries now.
  ///   - changed: The units whose code has changed.
  ///   - cells: The cells whose code has changed.
  init(
    from old: NotebookAnalysis, to facts: ChunkedUnitArray<UnitFacts>, _ flow: DataFlow,
    changed: [UnitIndex], cells: Range<CellIndex>
  ) {
    var units = Set(changed)
    var names: Set<String> = []
    for unit in changed {
      names.formUnion(facts[unit].run.namesDiffering(from: old.units[unit].run))
      names.formUnion(facts[unit].ownNames.symmetricDifference(old.units[unit].ownNames))
    }
    for unit in facts.indices {
      let (before, now) = (old.flow.flows[unit].inputs, flow.flows[unit].inputs)
      guard before != now else { continue }
      units.insert(unit)
      names.formUnion(before.symmetricDifference(now))
    }
    (self.units, self.names, self.cells) = (units, names, cells)
  }

  /// Whether what was known of a unit still holds; `nil` stands for the shared cells.
  func keeps(_ unit: UnitIndex?) -> Bool { unit.map { !units.contains($0) } ?? true }

  /// Whether a cell has the code that it had.
  func keeps(_ cell: CellIndex) -> Bool { !cells.contains(cell) }

  /// Whether a name comes from where it came from.
  func keeps(_ name: String) -> Bool { !names.contains(name) }

  /// Whether a value that a unit has found came through nothing that may have changed.
  mutating func keeps(_ value: ReadValue) -> Bool {
    let key = ObjectIdentifier(value)
    if let known = verdicts[key] { return known }
    var isKept = true
    for crossing in value.crossings where isKept {
      switch crossing {
      case .input(let input): isKept = keeps(input.name) && keeps(input.producer)
      case .all(let other): isKept = keeps(other)
      }
    }
    verdicts[key] = isKept
    return isKept
  }
}
