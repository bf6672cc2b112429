import NotebookModel

extension NotebookAnalysis {
  /// The largest number of cells for which effects are cached, at a few kilobytes for each cell.
  static let mostCellsWithOperations = 2_000

  /// Reads the cells as the pipeline runs them: shared cells first, then the others from top to bottom.
  func readState() -> NotebookState { NotebookState(readWorld(separating: []), graph) }

  /// Reads the cells as the notebook runs them, from top to bottom.
  ///
  /// - Parameter cells: Skipped and shared cells that are read at their own places, in order, each as a unit of its own.
  /// - Returns: What they do, and what all other cells do between them.
  package func readState(separating cells: [CellIndex]) -> SeparatedState {
    let world = readWorld(separating: cells)
    let units = zip(world.uses.indices.dropFirst(outline.units.count), cells)
    let uses = world.uses.mapValues(\.use)
    return SeparatedState(
      uses: uses, seeds: uses.reduce(into: world.sharedSeeds) { $0.formUnion($1.seeds) },
      valueChanges: world.objects.changes,
      cells: Dictionary(uniqueKeysWithValues: units.map { ($0, $1) }))
  }

  private func readWorld(separating cells: [CellIndex]) -> StateWorld {
    let reading = stateReading(separating: cells)
    if cells.isEmpty, let stateCheckpoints { return stateCheckpoints.world(after: reading) }
    let world = StateWorld(before: reading)
    for step in reading.steps { world.read(step) }
    return world
  }

  /// What is read, and in which order.
  private func stateReading(separating cells: [CellIndex]) -> StateReading {
    let unitCount = outline.units.count + cells.count
    var reading = StateReading(
      unitCount: unitCount, keepsOperations: facts.count <= Self.mostCellsWithOperations)
    reading.parameters = parameters.parameters.map { parameter in
      guard case .string(let text) = parameter.value else { return (parameter.name, nil) }
      return (parameter.name, text)
    }
    // They are behind the units of the outline.
    let units = (outline.units.count..<unitCount).map(UnitIndex.init)
    let separate = Dictionary(uniqueKeysWithValues: zip(cells, units))
    for cell in outline.sharedCells where separate[cell] == nil {
      reading.steps.append(.code(facts[cell], cell, nil))
    }
    for (cell, assignment) in outline.assignments.indexed {
      if let unit = separate[cell] {
        reading.steps.append(.code(facts[cell], cell, unit))
        continue
      }
      switch assignment {
      case .step(let unit): reading.steps.append(.code(facts[cell], cell, unit))
      case .notebook(let unit):
        reading.steps.append(.notebook(Array(references[unit]?.analysis?.state.uses ?? []), unit))
      case .notCode, .dropped, .skipped, .block, .orphaned: break
      }
    }
    return reading
  }
}

/// What the cells of a notebook do to state when all of them run, from top to bottom.
package struct SeparatedState {
  /// What each unit does, and behind the units of the outline each cell that is read as a unit of its own.
  package let uses: UnitArray<StateUse>
  /// The random generators that any of the code seeds.
  package let seeds: Set<StateItem.Generator>
  /// What units and these cells change of values that others defined.
  package let valueChanges: [ValueChange]
  /// These cells, by the units that stand for them.
  package let cells: [UnitIndex: CellIndex]
}
