import NotebookModel
import PythonSyntax

/// What the steps of a notebook do to state outside the values that they pass by name, and the order that follows.
package struct NotebookState: Sendable {
  /// An item that a unit gets from an earlier one without a name.
  package struct Origin: Sendable, Hashable {
    /// What it gets.
    package var item: StateItem
    /// The unit that changed it last.
    package var unit: UnitIndex
  }

  /// What each unit does to state.
  package let uses: UnitArray<StateUse>
  /// The order that the pipeline needs beside `prev:` tags to compute what the notebook computes.
  package let order: StepOrder
  /// The random generators that imports and functions cells seed.
  package let sharedSeeds: Set<StateItem.Generator>
  /// What imports and functions cells do again in every step.
  package let sharedEffects: SharedEffects
  /// The files that several steps use and that imports and functions cells write from the start.
  package let emptiedFiles: [EmptiedFile]
  /// What units change of values that others defined.
  package let valueChanges: [ValueChange]
  /// The changes that a copy of the value does not show.
  package let missedChanges: [MissedChange]
  private let origins: UnitArray<[Origin]>
  private let elements: SeparateElements

  /// Returns the elements of a container of another unit that a unit uses, as code after the name; nil where the container
  /// counts as one object, since a change of an element may be seen elsewhere.
  package func separateElements(of name: String, in unit: UnitIndex) -> Set<String>? {
    elements.elements(of: name, in: unit)
  }

  /// Returns the items without a name that an ancestor of a unit changed and that the unit or one after it reads, sorted by
  /// description, each with the unit that changed it last.
  package func unnamedState(into unit: UnitIndex) -> [Origin] { origins[unit] }

  /// Draws the conclusions from what the cells of a notebook do.
  init(_ world: StateWorld, _ graph: StepGraph) {
    let uses = Self.relevant(world.uses.mapValues(\.use))
    elements = SeparateElements(world.uses, graph)
    let seeds = Self.seeds(in: uses, sharedSeeds: world.sharedSeeds)
    self.uses = uses
    sharedSeeds = world.sharedSeeds
    sharedEffects = world.sharedEffects
    emptiedFiles = EmptiedFile.all(in: world.sharedEffects, uses)
    valueChanges = world.objects.changes
    missedChanges = world.objects.missed
    order = StepOrder(uses, graph: graph, seeds: seeds)
    origins = UnnamedStateSearch(uses, order: order, graph: graph, seeds: seeds).origins
  }

  /// Leaves out reads of names and values that no unit changes.
  private static func relevant(_ uses: UnitArray<StateUse>) -> UnitArray<StateUse> {
    let changed = Set(uses.lazy.flatMap(\.changes))
    return uses.mapValues { use in
      var use = use
      use.reads.removeAll { item in
        switch item {
        case .name, .value, .attribute: !changed.contains(item)
        case .generator, .environment, .workingDirectory, .options, .cache, .file: false
        }
      }
      return use
    }
  }

  /// For each generator the first unit in whose run it is seeded; -1 for those that every step seeds.
  private static func seeds(
    in uses: UnitArray<StateUse>, sharedSeeds: Set<StateItem.Generator>
  ) -> [StateItem.Generator: Int] {
    var seeds: [StateItem.Generator: Int] = [:]
    for (unit, use) in uses.indexed {
      for generator in use.seeds where seeds[generator] == nil { seeds[generator] = unit.position }
    }
    for generator in sharedSeeds { seeds[generator] = -1 }
    return seeds
  }
}

/// Finds what travels between units without a name.
private struct UnnamedStateSearch {
  private(set) var origins: UnitArray<[NotebookState.Origin]>

  /// The largest number of items that are followed: in a notebook of many steps, each may pass on all of them.
  private static let limit = 256

  init(
    _ uses: UnitArray<StateUse>, order: StepOrder, graph: StepGraph, seeds: [StateItem.Generator: Int]
  ) {
    origins = UnitArray(repeating: [], count: uses.count)
    let changed = Self.unnamed(uses.lazy.flatMap(\.changes), seeds)
    guard !changed.isEmpty, graph.isAcyclic else { return }
    let sequence = order.sequence
    // What each unit, or one after it, reads.
    var needed = UnitArray<Set<StateItem>>(repeating: [], count: uses.count)
    for unit in sequence.reversed() {
      var items: Set<StateItem> = []
      for next in graph.next[unit] + order.next[unit] { items.formUnion(needed[next]) }
      items.subtract(uses[unit].replaced)
      for item in uses[unit].reads {
        if case .environment(nil) = item {
          items.formUnion(changed.filter { if case .environment = $0 { true } else { false } })
        } else if changed.contains(item) {
          items.insert(item)
        } else if case .environment = item, changed.contains(.environment(nil)) {
          items.insert(.environment(nil))
        }
      }
      needed[unit] = items
    }
    // Which unit changed each item last, of those that a unit runs after.
    var last = UnitArray<[StateItem: UnitIndex]>(repeating: [:], count: uses.count)
    for unit in sequence {
      for previous in graph.previous[unit] + order.edges(of: unit).map(\.previous) {
        let passed = last[previous].merging(
          uses[previous].changes.lazy.filter(changed.contains).map { ($0, previous) },
          uniquingKeysWith: { _, new in new })
        last[unit].merge(passed) { max($0, $1) }
      }
      origins[unit] = last[unit].filter { needed[unit].contains($0.key) }
        .map { NotebookState.Origin(item: $0.key, unit: $0.value) }
        .sorted { ($0.item.description, $0.unit) < ($1.item.description, $1.unit) }
    }
  }

  private static func unnamed(
    _ items: some Sequence<StateItem>, _ seeds: [StateItem.Generator: Int]
  ) -> Set<StateItem> {
    var found: Set<StateItem> = []
    for item in items where !item.hasName && found.count < limit {
      // Numbers from a generator that nothing seeds are others at each run.
      if case .generator(let generator) = item, seeds[generator] == nil { continue }
      found.insert(item)
    }
    return found
  }
}
