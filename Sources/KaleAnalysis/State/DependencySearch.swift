import NotebookModel

/// An earlier unit that a unit depends on, and why.
struct Dependency {
  var previous: UnitIndex
  var reason: StepOrder.Reason
}

/// Finds which earlier units a unit depends on, going through the units in order.
struct DependencySearch {
  /// What happened to an item so far.
  private struct History {
    /// The units whose changes a reader sees.
    var changers: [UnitIndex] = []
    /// Of a file, the units that read it since.
    var readers: [UnitIndex] = []

    mutating func addReader(_ unit: UnitIndex) {
      // One that writes too has been noted as the writer.
      if readers.count < DependencySearch.limit, changers.last != unit { readers.append(unit) }
    }
  }

  private let seeds: [StateItem.Generator: Int]
  private var histories: [StateItem: History] = [:]
  /// The variables of the environment that were changed.
  private var variables: [StateItem] = []
  /// The files that were changed, in order, and those of them whose path is not wholly known.
  private var files: [PathPattern] = []
  private var patterns: [PathPattern] = []
  /// The listings of files, in order: `out/*.csv`, and who reads them.
  private var listings: [(pattern: PathPattern, reader: UnitIndex)] = []
  /// The place of each unit in the order.
  private var places: [UnitIndex: Int] = [:]

  /// So many units that changed an item side by side are told apart, and so many files are compared with a path that is not
  /// wholly known, so that no notebook costs more than its size.
  private static let limit = 64

  init(seeds: [StateItem.Generator: Int]) { self.seeds = seeds }

  /// The earlier units that the next unit depends on, in their order.
  mutating func dependencies(of unit: UnitIndex, _ use: StateUse) -> [Dependency] {
    places[unit] = places.count
    var found: [Dependency] = []
    for item in use.reads where counts(item, in: unit) {
      for (changed, changer) in changers(of: item) {
        found.append(Dependency(previous: changer, reason: .init(item: named(item, changed), isChange: true)))
      }
    }
    let read = Set(use.reads)
    for item in use.changes where counts(item, in: unit) {
      found += dependencies(ofChanging: item)
      note(item, changedBy: unit, isOther: use.replaced.contains(item) || read.contains(item))
    }
    for item in use.reads {
      if item.isExactFile { histories[item, default: History()].addReader(unit) }
      if let pattern = item.listing { listings.append((pattern, unit)) }
    }
    let order = places
    return found.filter { $0.previous != unit }.sorted {
      order[$0.previous, default: 0] < order[$1.previous, default: 0]
    }
  }

  /// Numbers from a generator that nothing has seeded are others at each run, whatever the order.
  private func counts(_ item: StateItem, in unit: UnitIndex) -> Bool {
    guard case .generator(let generator) = item else { return true }
    return seeds[generator].map { $0 <= unit.position } ?? false
  }

  /// Of a pattern and a path that fits, the path says more.
  private func named(_ read: StateItem, _ changed: StateItem) -> StateItem {
    guard case .file(let file) = changed, !file.isExact, case .file(let wanted) = read, wanted.isExact else {
      return changed
    }
    return read
  }

  // MARK: Reading

  private func changers(of item: StateItem) -> [(StateItem, UnitIndex)] {
    related(item).flatMap { changed in (histories[changed]?.changers ?? []).map { (changed, $0) } }
  }

  /// The items whose changes a reader of an item sees.
  private func related(_ item: StateItem) -> [StateItem] {
    switch item {
    case .environment(nil): return Array(variables.suffix(Self.limit))
    case .environment: return [item, .environment(nil)]
    case .file(let file):
      let candidates = (file.isExact ? patterns : files).suffix(Self.limit)
      return candidates.filter { $0.mayProvide(file) }.map(StateItem.file) + (file.isExact ? [item] : [])
    case .generator, .workingDirectory, .options, .attribute, .cache, .name, .value: return [item]
    }
  }

  // MARK: Changing

  /// Writes of one file keep their order, and so do a read and the write after it.
  private func dependencies(ofChanging item: StateItem) -> [Dependency] {
    var found = dependenciesOnListings(ofChanging: item)
    guard let history = histories[item] else { return found }
    if item.isExactFile {
      found += history.readers.map { Dependency(previous: $0, reason: .init(item: item, isChange: false)) }
    }
    if item.isExactFile || history.changers.count >= Self.limit {
      found += history.changers.map { Dependency(previous: $0, reason: .init(item: item, isChange: true)) }
    }
    return found
  }

  /// A file that is written after a folder has been listed is not in the list.
  private func dependenciesOnListings(ofChanging item: StateItem) -> [Dependency] {
    guard case .file(let file) = item, !file.isBlank else { return [] }
    return listings.suffix(Self.limit).filter { file.mayProvide($0.pattern) }.map {
      Dependency(previous: $0.reader, reason: .init(item: .file($0.pattern), isChange: false))
    }
  }

  /// Records a change. `isOther`: whether the unit runs after all earlier changes of the item, or replaces it.
  private mutating func note(_ item: StateItem, changedBy unit: UnitIndex, isOther: Bool) {
    if histories[item]?.changers.isEmpty ?? true {
      switch item {
      case .environment: variables.append(item)
      case .file(let file):
        files.append(file)
        if !file.isExact { patterns.append(file) }
      case .generator, .workingDirectory, .options, .attribute, .cache, .name, .value: break
      }
    }
    var history = histories[item, default: History()]
    let follows = item.isExactFile || history.changers.count >= Self.limit
    if follows || isOther {
      history = History(changers: [unit])
    } else {
      history.changers.append(unit)
    }
    histories[item] = history
  }
}

extension StateItem {
  /// Whether it is one file, rather than several or a folder.
  fileprivate var isExactFile: Bool {
    if case .file(let file) = self { file.isExact && !file.isFolder } else { false }
  }

  /// The pattern that it is if it is several files of which something is known.
  fileprivate var listing: PathPattern? {
    if case .file(let file) = self, !file.isExact, !file.isFolder, !file.isBlank { file } else { nil }
  }
}
