import NotebookModel

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
  /// Where its code first reads an item for what it is, rather than to change it.
  package internal(set) var readPlaces: [StateItem: StatePlace] = [:]
  /// Where its code first changes an item; where it first seeds a generator that it seeds.
  package internal(set) var changePlaces: [StateItem: StatePlace] = [:]
  /// What it changes only after its code has read it for what it is.
  package internal(set) var readFirst: Set<StateItem> = []
}

/// A place where code of a unit does something to state.
package struct StatePlace: Sendable, Hashable {
  /// The cell that contains the code.
  package var cell: CellIndex
  /// The bytes of what is called, read or assigned to.
  package var range: Range<Int>
  /// The bytes of the statement at module level.
  package var statement: Range<Int>
  /// Whether the code may run to its end without coming here.
  package var isConditional: Bool
  /// Whether it is one of IPython's escapes.
  package var isEscape: Bool
  /// The function of the notebook that does it, if the place is a call of one: its name.
  package var callee: String?
}

/// A use while the code is read.
struct StateUseBuilder: Sendable {
  private(set) var use = StateUse()
  /// The elements of the containers of other units that it uses.
  private(set) var elements: [String: ElementUse] = [:]
  private var isRead: Set<StateItem> = []
  private var isChanged: Set<StateItem> = []
  private var settings = KeptSettings()

  /// `option`: what the unit does something to, if it is one of several options.
  mutating func add(
    _ item: StateItem, _ access: Effect.Access, isCertain: Bool, at place: StatePlace? = nil,
    option: String? = nil
  ) {
    switch access {
    case .read, .touch:
      // What the unit has set itself it does not read from others.
      guard !use.replaced.contains(item) else { return }
      if isRead.insert(item).inserted { use.reads.append(item) }
      if access == .read, use.readPlaces[item] == nil { use.readPlaces[item] = place }
    case .keep: settings.keep(item, option, isCertain: isCertain)
    case .restore:
      guard let changes = settings.restore(item, option, isCertain: isCertain) else {
        return add(item, .change, isCertain: isCertain, at: place, option: option)
      }
      forgetChanges(of: item)
      for change in changes {
        add(item, change.access, isCertain: change.isCertain, at: change.place, option: change.option)
      }
    case .change, .replace, .remember:
      settings.note(
        KeptSettings.Change(access: access, isCertain: isCertain, place: place, option: option), of: item)
      if isChanged.insert(item).inserted { use.changes.append(item) }
      if access == .remember { return }
      if use.changePlaces[item] == nil, use.readPlaces[item] != nil { use.readFirst.insert(item) }
      if use.changePlaces[item] == nil || isFirstSeed(item, access) { use.changePlaces[item] = place }
      guard access == .replace else { return }
      if case .generator(let generator) = item { use.seeds.insert(generator) }
      if isCertain, !isRead.contains(item) { use.replaced.insert(item) }
    }
  }

  mutating func noteElement(_ key: String?, of name: String, isTaken: Bool) {
    elements[name, default: ElementUse()].add(key, isTaken: isTaken)
  }

  /// Whether the unit changes an item, or an option of it.
  func changes(_ item: StateItem, option: String? = nil) -> Bool {
    isChanged.contains(item) && (option == nil || settings.changes(item, option))
  }

  /// Forgets that the unit changes an item.
  private mutating func forgetChanges(of item: StateItem) {
    use.changes.removeAll { $0 == item }
    isChanged.remove(item)
    use.changePlaces[item] = nil
    use.replaced.remove(item)
    use.readFirst.remove(item)
    if case .generator(let generator) = item { use.seeds.remove(generator) }
  }

  /// Whether a generator is seeded from which the unit has only drawn so far.
  private func isFirstSeed(_ item: StateItem, _ access: Effect.Access) -> Bool {
    guard case .generator(let generator) = item else { return false }
    return access == .replace && !use.seeds.contains(generator)
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
    case .name, .value, .cache: false
    case .generator, .environment, .workingDirectory, .options, .attribute, .file: true
    }
  }
}
