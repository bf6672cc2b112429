import KaleAnalysis
import NotebookModel

/// Steps whose name is used again below another step, by a cell that needs what that step defines.
///
/// Both cells are one step, which cannot run before and after the other. One of them needs another name.
struct RepeatedStepName {
  private struct Place: Hashable {
    let unit: UnitIndex
    let later: CellIndex
  }

  private let analysis: NotebookAnalysis
  private let laterCells: [UnitIndex: [CellIndex]]

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    var cells: [UnitIndex: [CellIndex]] = [:]
    for cell in analysis.outline.laterStepCells {
      if let unit = analysis.unit(ofCell: cell) { cells[unit, default: []].append(cell) }
    }
    laterCells = cells
  }

  /// Returns whether a name is missing because a cell further down has the step's name again.
  func contains(_ missing: MissingRead) -> Bool { place(of: missing) != nil }

  /// Returns a finding for each cell that repeats the name of its step, at the first of the names that it misses.
  func findings(_ names: [MissingRead]) -> [Finding] {
    var order: [Place] = []
    var groups: [Place: [MissingRead]] = [:]
    for name in names {
      guard let place = place(of: name) else { continue }
      if groups[place] == nil { order.append(place) }
      groups[place, default: []].append(name)
    }
    return order.compactMap { place in groups[place].flatMap { finding($0, place) } }
  }

  /// The cell that repeats the step's name between where a name is defined and where it is read.
  private func place(of missing: MissingRead) -> Place? {
    guard case .unlinked(let producer) = missing.cause, producer > missing.unit,
      let cells = laterCells[missing.unit], let cell = missing.place.cell,
      let defined = missing.producer?.cell, let later = cells.last(where: { $0 <= cell }), defined < later
    else { return nil }
    return Place(unit: missing.unit, later: later)
  }

  private func finding(_ names: [MissingRead], _ place: Place) -> Finding? {
    guard let first = names.first else { return nil }
    let unit = analysis.outline.units[place.unit]
    let sources = Set(names.compactMap(source)).sorted()
    let steps = sources.map(analysis.stepName)
    return Finding(
      MissingName.description, severity: names.contains(where: \.isCertain) ? .error : .warning,
      kale: .accepted, at: first.place,
      "Cells \(unit.definition.number) and \(place.later.number) are both step `\(unit.name)`, but cell "
        + "\(place.later.number) needs \(MissingNameGroup.list(names.map(\.name))) of "
        + "\(steps.count == 1 ? "step" : "steps") \(MissingNameGroup.list(steps)) between them. Rename the first.",
      related: [.init(analysis.definition(of: place.unit), "This is the first cell of the step.")],
      fixes: [renaming(place, sources)])
  }

  private func source(of missing: MissingRead) -> UnitIndex? {
    if case .unlinked(let producer) = missing.cause { producer } else { nil }
  }

  /// The fix that renames the step of the cells above the repeated name. The steps between depend on those, and
  /// the cells below on what they use of all.
  private func renaming(_ place: Place, _ sources: [UnitIndex]) -> Fix {
    let unit = analysis.outline.units[place.unit]
    let name = analysis.uniqueStepName(unit.name)
    var edits: [NotebookEdit] = []
    for cell in unit.cells where cell < place.later {
      edits += analysis.tags[cell].steps.filter { $0.name == unit.name }.map {
        .replaceTag(cell: cell, index: $0.tag, with: "step:\(name)")
      }
    }
    let between = analysis.outline.units.filter {
      $0.definition > unit.definition && $0.definition < place.later
    }
    for other in between {
      edits += analysis.tags[other.definition].previous.filter { $0.name == unit.name }.map {
        .replaceTag(cell: other.definition, index: $0.tag, with: "prev:\(name)")
      }
    }
    var previous = sources.map(analysis.stepName)
    let above = unit.cells.filter { $0 < place.later }.reduce(into: Set<String>()) {
      $0.formUnion(analysis.facts[$1].facts.bindings.map(\.name))
    }
    let isUsedBelow = unit.cells.contains {
      $0 >= place.later && !analysis.facts[$0].facts.mentions.isDisjoint(with: above)
    }
    if isUsedBelow { previous.append(name) }
    let known = Set(analysis.tags[place.later].previous.map(\.name))
    edits += previous.filter { !known.contains($0) }.map { .addTag(cell: place.later, tag: "prev:\($0)") }
    return Fix("Rename the first step `\(unit.name)` to `\(name)`", edits)
  }
}
