import KaleAnalysis
import NotebookModel

/// Changes that are lost because every step is a separate process that runs the imports and functions cells again.
extension LostChangeSearch {
  /// The first change of each name of imports and functions cells, with the first unit that misses it.
  var lostSharedChanges: [LostChange] {
    let uses = analysis.state.uses
    var changers: [String: [(unit: UnitIndex, place: StatePlace)]] = [:]
    var found: [LostChange] = []
    for (unit, use) in uses.indexed {
      for (item, read) in use.readPlaces {
        guard case .name(let name) = item else { continue }
        for change in changers[name] ?? [] {
          found.append(lostSharedChange(of: name, by: change, unit, read))
        }
        changers[name] = []
      }
      for (item, place) in use.changePlaces {
        guard case .name(let name) = item else { continue }
        if use.replaced.contains(item) { changers[name] = [] }
        changers[name, default: []].append((unit, place))
      }
    }
    // Where a name of a shared cell is changed at all, it belongs in a step, and so do the other changes.
    var names = namesOfUnclearCells
    return found.sorted { ($0.unit, $0.name) < ($1.unit, $1.name) }.filter { names.insert($0.name).inserted }
  }

  /// Names that shared cells bind whose tags have faults: the cells may be meant to be steps.
  private var namesOfUnclearCells: Set<String> {
    let shared = Set(analysis.sharedCells)
    let unclear = analysis.cells(with: .suspectTags).filter(shared.contains)
    return Set(unclear.flatMap { analysis.facts[$0].facts.bindings.map(\.name) })
  }

  private func lostSharedChange(
    of name: String, by change: (unit: UnitIndex, place: StatePlace), _ reader: UnitIndex, _ read: StatePlace
  ) -> LostChange {
    let isAssignment = analysis.bindings(of: name, in: change.unit).contains {
      $0.cell == change.place.cell && $0.binding.range == change.place.range
    }
    return LostChange(
      name: name, unit: change.unit, place: change.place.place, reader: reader, source: .sharedCell,
      isAssignment: isAssignment, callee: change.place.callee)
  }

  /// Changes that a variable does not show since they are made under another one, each pair of variables once.
  var missedChanges: [LostChange] {
    var pairs: Set<[String]> = []
    return analysis.state.missedChanges.compactMap { missed in
      guard analysis.flow.flows[missed.reader].inputs.contains(missed.name),
        let source = analysis.flow.provider(of: missed.name, for: missed.reader),
        pairs.insert([missed.name, missed.other]).inserted
      else { return nil }
      return LostChange(
        name: missed.name, unit: missed.changer, place: missed.change.place, reader: missed.reader,
        source: .unit(source), isAssignment: false, callee: nil, missed: missed)
    }
  }
}

extension StatePlace {
  /// The place in the notebook.
  var place: NotebookPlace { .source(cell: cell, range: range) }
}
