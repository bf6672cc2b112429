import KaleAnalysis
import NotebookModel

/// State of the process that one unit sets and a later one depends on.
struct LostSetting {
  var item: StateItem
  /// The unit that sets it.
  var setter: UnitIndex
  var place: StatePlace
  /// The first later unit that depends on it.
  var reader: UnitIndex
  var read: StatePlace
  /// Later units that depend on it too.
  var others: [Reader] = []
  /// Generators that the same code sets beside it, and that the unit depends on too.
  var generators: [StateItem.Generator] = []
  /// Whether the unit only draws from a generator that every step seeds.
  var isSeededAnew = false
  /// Where units before set the item, if the unit sets it to what it makes of that.
  var base: [StatePlace] = []

  /// A unit, and where it depends on the setting.
  struct Reader {
    let unit: UnitIndex
    let place: StatePlace
  }

  /// All units that depend on it.
  var readers: [Reader] { [Reader(unit: reader, place: read)] + others }
}

/// Finds state that is set in one process and needed in another.
struct LostSettingSearch {
  private struct Pending {
    var unit: UnitIndex
    var place: StatePlace
    var isSeededAnew: Bool
    var base: [StatePlace] = []
    /// Its place in what has been found, once a unit depends on it.
    var finding: Int?
  }

  /// Each setting with the first unit that depends on it, in the order of the units.
  private(set) var found: [LostSetting] = []
  private let analysis: NotebookAnalysis
  private var pending: [StateItem: [Pending]] = [:]
  /// The generators that units have seeded so far, if skipped cells are looked at.
  private var seeded: Set<StateItem.Generator> = []

  /// Finds what steps set.
  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    for (unit, use) in analysis.state.uses.indexed { read(use, of: unit) }
  }

  /// Finds what skipped cells set.
  init(_ analysis: NotebookAnalysis, ofSkippedCellsIn state: SeparatedState) {
    self.analysis = analysis
    let order = state.uses.indices.map { unit in
      (unit, cell: state.cells[unit] ?? analysis.outline.units[unit].definition)
    }.sorted { $0.cell < $1.cell }
    for (unit, _) in order {
      let use = state.uses[unit]
      if state.cells[unit] == nil {
        read(use, of: unit)
      } else {
        for (item, place) in use.changePlaces.inOrder { noteChange(of: item, by: unit, at: place, use) }
      }
      seeded.formUnion(use.seeds)
    }
    found.removeAll { state.cells[$0.setter] == nil }
  }

  private mutating func read(_ use: StateUse, of unit: UnitIndex) {
    for (item, place) in use.readPlaces.inOrder
    where analysis.isNeeded(item, at: place) && !use.sets(item, before: place) {
      noteRead(of: item, by: unit, at: place)
    }
    for item in use.replaced { pending[item] = nil }
    for (item, place) in use.changePlaces.inOrder { noteChange(of: item, by: unit, at: place, use) }
  }

  private mutating func noteRead(of item: StateItem, by unit: UnitIndex, at place: StatePlace) {
    var items = [item]
    if case .environment(.some) = item { items.append(.environment(nil)) }
    for changed in items {
      // All steps that call a function fill its cache together.
      let isCache = if case .cache = changed { true } else { false }
      for (index, setting) in (pending[changed] ?? []).prefix(isCache ? 1 : .max).enumerated() {
        if let finding = setting.finding {
          found[finding].others.append(LostSetting.Reader(unit: unit, place: place))
        } else if !joins(changed, setting, unit) {
          pending[changed]?[index].finding = found.count
          found.append(
            LostSetting(
              item: changed, setter: setting.unit, place: setting.place, reader: unit, read: place,
              isSeededAnew: setting.isSeededAnew, base: setting.base))
        }
      }
      // Further numbers, and further figures, depend on what the unit does with it.
      if !changed.isSetOnce { pending[changed] = nil }
    }
  }

  /// Whether one finding reports several generators that a statement seeds for a unit.
  private mutating func joins(_ item: StateItem, _ setting: Pending, _ reader: UnitIndex) -> Bool {
    guard case .generator(let generator) = item, !setting.isSeededAnew,
      let place = found.lastIndex(where: { $0.reader == reader && $0.place == setting.place }),
      case .generator = found[place].item
    else { return false }
    found[place].generators.append(generator)
    return true
  }

  private mutating func noteChange(
    of item: StateItem, by unit: UnitIndex, at place: StatePlace, _ use: StateUse
  ) {
    // Kale rejects notebooks with magics.
    guard !place.isEscape else { return }
    var isSeededAnew = false
    switch item {
    case .generator(let generator):
      if !use.seeds.contains(generator) {
        guard analysis.state.sharedSeeds.contains(generator) || seeded.contains(generator) else { return }
        isSeededAnew = true
      }
    case .attribute(let path): if path.hasPrefix("sys.std") { return }
    case .environment, .workingDirectory, .cache: break
    case .options(let group): guard group.changesValues, !isUndone(group, place) else { return }
    case .name, .value, .file: return
    }
    // Of a generator that every step seeds, one finding says it.
    if isSeededAnew, found.contains(where: { $0.item == item && $0.isSeededAnew }) { return }
    var setting = Pending(unit: unit, place: place, isSeededAnew: isSeededAnew)
    if item.isOneValue, use.readFirst.contains(item), let last = pending[item]?.last {
      // `os.environ["MODE"] += ",fast"`: who depends on it depends on what it was before through it.
      setting.base = last.base + [last.place]
      pending[item] = []
    }
    pending[item, default: []].append(setting)
  }

  /// Whether a setting ends with its statement: `with warnings.catch_warnings(): …`
  private func isUndone(_ group: StateItem.OptionGroup, _ place: StatePlace) -> Bool {
    switch group {
    case .warningErrors, .numpyErrors, .figureSettings:
      analysis.text(of: place.statement, in: place.cell).hasPrefix("with ")
    default: false
    }
  }

  /// Whether a change of an item is a setting on which other code may depend: of a generator, that it is seeded.
  static func isSetting(_ item: StateItem, by use: StateUse) -> Bool {
    switch item {
    case .generator(let generator): use.seeds.contains(generator)
    case .attribute(let path): !path.hasPrefix("sys.std")
    case .environment(.some), .workingDirectory: true
    case .options(let group): group.changesValues
    case .environment(nil), .cache, .name, .value, .file: false
    }
  }
}

extension NotebookAnalysis {
  /// Whether a read depends on what other steps set.
  func isNeeded(_ item: StateItem, at place: StatePlace) -> Bool {
    switch item {
    case .generator, .workingDirectory, .attribute, .cache, .environment(.some): true
    case .options(.modulePath): importsLocalModule(place)
    case .options(let group): group.changesValues
    // Any program may read any variable.
    case .environment(nil), .name, .value, .file: false
    }
  }

  /// Whether an import may find its module only where `sys.path` says.
  private func importsLocalModule(_ place: StatePlace) -> Bool {
    facts[place.cell].facts.imports.contains { fact in
      place.statement.contains(fact.range.lowerBound)
        && fact.importedPaths.contains { path in
          switch provider(ofImport: path) {
          case .environment, .formerPython: false
          case .package: !PackageNames.isWellKnown(String(path.prefix { $0 != "." }))
          case .localModule, .unknownPackage: true
          }
        }
    }
  }
}

extension StateItem {
  /// Whether the setting has the same effect at the start of every step.
  var isSetOnce: Bool {
    switch self {
    case .options(.figure): false
    case .environment, .options, .attribute, .workingDirectory: true
    case .generator, .cache, .name, .value, .file: false
    }
  }

  /// Whether it is one value, so that to set it is to replace what another step has set.
  fileprivate var isOneValue: Bool {
    switch self {
    case .environment(.some), .attribute: true
    case .environment(nil), .options, .workingDirectory, .generator, .cache, .name, .value, .file: false
    }
  }
}

extension StateUse {
  /// Whether the unit sets an item itself before it reads it.
  func sets(_ item: StateItem, before read: StatePlace) -> Bool {
    var change = changePlaces[item]
    if case .environment(.some) = item { change = change ?? changePlaces[.environment(nil)] }
    // Each call adds to a cache.
    if case .cache = item { return false }
    if readFirst.contains(item) { return false }
    guard let change, !change.isConditional || item == .options(.figure) else { return false }
    if case .generator(let generator) = item, !seeds.contains(generator) { return false }
    return (change.cell, change.range.lowerBound) < (read.cell, read.range.lowerBound)
  }
}

extension [StateItem: StatePlace] {
  /// The items in the order of their places, each by itself the same for the same notebook.
  var inOrder: [(StateItem, StatePlace)] {
    sorted { left, right in
      let (one, other) = (left.value, right.value)
      if one.cell != other.cell { return one.cell < other.cell }
      if one.range.lowerBound != other.range.lowerBound {
        return one.range.lowerBound < other.range.lowerBound
      }
      return left.key.description < right.key.description
    }.map { ($0.key, $0.value) }
  }
}

extension StateItem.OptionGroup {
  /// Whether the options change what code computes or prints, rather than how plots and logs look.
  fileprivate var changesValues: Bool {
    switch self {
    case .pandas, .numpy, .sklearn, .torch, .locale, .decimal, .modulePath, .recursion: true
    case .warningErrors, .numpyErrors, .logOutput, .figureSettings, .figure: true
    case .codecs, .csv, .mimeTypes, .signals, .levelNames, .interpreter, .firstWeekday, .fieldSize: true
    case .openers, .tracing: true
    case .matplotlib, .warnings, .logging: false
    }
  }
}
