import NotebookModel
import PythonSyntax

/// A place where a unit's code reads a name that it does not define itself.
package struct NameRead {
  /// The name in the source of one of the unit's cells.
  package var place: NotebookPlace
  /// Whether the code gets there whenever it runs, unless it fails before.
  package var isCertain: Bool
}

extension NotebookAnalysis {
  /// The cells whose code a unit runs: the shared cells, then its own.
  package func cellsRun(by unit: UnitIndex) -> [CellIndex] {
    sharedCells + outline.units[unit].cells
  }

  /// Where a unit reads names first in code that runs at once and that the cell does not define itself, in the order in
  /// which the code runs.
  package func firstReadsAtOnce(of names: Set<String>, in unit: UnitIndex) -> [(name: String, read: NameRead)]
  {
    let count = sharedCells.count
    let places = names.compactMap { name -> (name: String, ordinal: Int, element: Int)? in
      if let place = shared.names.reads[name] { return (name, place.ordinal, place.element) }
      return units[unit].names.reads[name].map { (name, count + $0.ordinal, $0.element) }
    }
    return places.sorted { ($0.ordinal, $0.element) < ($1.ordinal, $1.element) }.compactMap { place in
      firstReadAtOnce(of: place.name, in: unit).map { (place.name, $0) }
    }
  }

  private func firstReadAtOnce(of name: String, in unit: UnitIndex) -> NameRead? {
    if let place = shared.names.reads[name] {
      return read(place, in: sharedCells, shared.names, isBehindUncertainty: false)
    }
    return units[unit].names.reads[name].flatMap { place in
      read(
        place, in: outline.units[unit].cells, units[unit].names,
        isBehindUncertainty: shared.names.firstUncertainOrdinal != nil)
    }
  }

  private func read(
    _ place: NameIndex.Place, in cells: [CellIndex], _ names: NameIndex, isBehindUncertainty: Bool
  ) -> NameRead? {
    guard let cell = cells[checked: place.ordinal] else { return nil }
    let use = facts[cell].facts.reads[place.element]
    let isUncertain = isBehindUncertainty || names.firstUncertainOrdinal.map { $0 < place.ordinal } ?? false
    return NameRead(
      place: .source(cell: cell, range: use.range),
      isCertain: !use.isConditional && !isUncertain && !facts[cell].mayBringNames)
  }

  /// Where a unit reads a name first: at once, or else in code that runs later.
  package func firstRead(of name: String, in unit: UnitIndex) -> NameRead? {
    if let read = firstReadAtOnce(of: name, in: unit) { return read }
    let isShared = shared.names.deferredReads[name] != nil
    let cells = isShared ? sharedCells : outline.units[unit].cells
    let place = shared.names.deferredReads[name] ?? units[unit].names.deferredReads[name]
    guard let place, let cell = cells[checked: place.ordinal] else { return nil }
    let use = facts[cell].facts.deferredReads[place.element]
    return NameRead(place: .source(cell: cell, range: use.range), isCertain: false)
  }

  /// The bindings of a name in a unit's own code, one a cell.
  package func bindings(of name: String, in unit: UnitIndex) -> [(cell: CellIndex, binding: Binding)] {
    (units[unit].names.bindings[name] ?? []).compactMap { place in
      outline.units[unit].cells[checked: place.ordinal].map { ($0, facts[$0].facts.bindings[place.element]) }
    }
  }

  /// Where a unit's own code defines a name; nil if it does not.
  package func binding(of name: String, in unit: UnitIndex) -> NotebookPlace? {
    bindings(of: name, in: unit).first.map { .source(cell: $0.cell, range: $0.binding.range) }
  }

  /// Where a unit's own code names a variable first, be it to delete it.
  package func occurrence(of name: String, in unit: UnitIndex) -> NotebookPlace? {
    for cell in outline.units[unit].cells {
      let facts = facts[cell].facts
      guard facts.mentions.contains(name) || facts.globalBindings.contains(name) else { continue }
      if let first = self.facts[cell].nameOccurrences[name].first {
        return .source(cell: cell, range: first.range)
      }
    }
    return nil
  }

  /// The deviations of one kind.
  package func deviations(_ kind: FlowDeviation.Kind) -> [FlowDeviation] {
    deviations.filter { $0.kind == kind }
  }

  /// The name of a unit: of the step, or of the pipeline that a reference becomes.
  package func stepName(_ unit: UnitIndex) -> String { outline.units[unit].name }
}

extension Array {
  /// The element at an index, nil outside the array.
  fileprivate subscript(checked index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension CellFacts {
  /// Whether the code may define names that the analysis cannot see: by a magic, or by running a string as code.
  package var mayBringNames: Bool { !openings.isEmpty || passesNamesOn }
}
