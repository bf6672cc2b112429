/// What a unit does to state that is not its own.
package struct StateUse: Sendable {
  /// What it reads as it was before the unit, in the order of its code.
  package internal(set) var reads: [StateItem] = []
  /// What it changes, in the order of its code.
  package internal(set) var changes: [StateItem] = []
  /// Changes that certainly replace the item, so that later units do not depend on earlier changes.
  package internal(set) var replaced: Set<StateItem> = []
  /// The random generators that it seeds.
  package internal(set) var seeds: Set<StateItem.Generator> = []
}

/// A use while the code is read.
struct StateUseBuilder: Sendable {
  private(set) var use = StateUse()
  private var isRead: Set<StateItem> = []
  private var isChanged: Set<StateItem> = []

  mutating func add(_ item: StateItem, _ access: Effect.Access, isCertain: Bool) {
    switch access {
    case .read:
      // What the unit has set itself it does not read from others.
      if !use.replaced.contains(item), isRead.insert(item).inserted { use.reads.append(item) }
    case .change, .replace:
      if isChanged.insert(item).inserted { use.changes.append(item) }
      guard access == .replace else { return }
      if case .generator(let generator) = item { use.seeds.insert(generator) }
      if isCertain, !isRead.contains(item) { use.replaced.insert(item) }
    }
  }

  /// Adds what a referenced notebook does to state that it shares with this one.
  mutating func add(_ other: StateUse) {
    for item in other.reads where item.isShared { add(item, .read, isCertain: false) }
    for item in other.changes where item.isShared { add(item, .change, isCertain: false) }
    use.seeds.formUnion(other.seeds)
  }
}

extension StateItem {
  /// Whether it is the same in every notebook of a pipeline.
  fileprivate var isShared: Bool {
    switch self {
    case .name, .value: false
    case .generator, .environment, .workingDirectory, .options, .attribute, .file: true
    }
  }
}
