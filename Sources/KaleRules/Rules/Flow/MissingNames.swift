import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A read of a name that is undefined when a step runs.
struct MissingRead {
  /// Why the name is undefined.
  enum Cause: Equatable {
    /// The unit defines it after the read.
    case madeLater
    /// A unit it runs after mentions the name, but deletes it or uses it only as a comprehension variable.
    case notKept(by: UnitIndex)
    /// Units define it that this one does not run after: the last of them above, or else the first below.
    case unlinked(from: UnitIndex)
    /// Only a cell that is not part of the pipeline defines it.
    case outside(cell: CellIndex)
    /// Nothing in the notebook defines it.
    case unmade

    /// Whether a step defines it.
    var isInStep: Bool {
      switch self {
      case .madeLater, .unlinked, .notKept: true
      case .outside, .unmade: false
      }
    }
  }

  var name: String
  var unit: UnitIndex
  var place: NotebookPlace
  /// Whether the run certainly fails here, unless it fails earlier.
  var isCertain: Bool
  var cause: Cause
  /// Where the name is defined, if anywhere.
  var producer: NotebookPlace?
  /// The module of which a star import may bring the name; nil if none can.
  var starModule: String?
  /// The call through which the name is read, and the called name; nil if the step reads the name itself.
  var call: (callee: String, read: NotebookPlace)?
}

/// The units that can provide a missing name.
struct ProviderChoices {
  /// The units that can provide the value that the notebook has there, the likeliest first.
  var units: [UnitIndex] = []
  /// Whether the first one certainly provides it.
  var isExact = false
}

/// Finds the missing names of a notebook's steps.
struct MissingNameSearch {
  private let analysis: NotebookAnalysis
  private let calls: CallSearch
  private let starred: StarredNames
  private let histories: NameHistories
  /// The functions and classes that read names which the units that define them miss, by name and unit.
  private let incompleteCode: [String: [UnitIndex: IncompleteCode]]
  /// For each missing name the cells that bind it, and where they do it last.
  private var producers: [String: [(cell: CellIndex, range: Range<Int>)]] = [:]

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    calls = CallSearch(analysis)
    let starred = StarredNames(analysis)
    self.starred = starred
    incompleteCode = analysis.incompleteCode()
    let missing = analysis.units.indices.reduce(into: Set<String>()) { names, unit in
      if !analysis.flow.flows[unit].missing.isEmpty { names.formUnion(analysis.flow.flows[unit].missing) }
      if analysis.units[unit].hasStarImport { names.formUnion(starred.unprovided(of: unit)) }
    }
    guard !missing.isEmpty else {
      histories = NameHistories(of: [], in: analysis)
      return
    }
    for (name, cells) in analysis.cellsBinding(missing) {
      producers[name] = cells.compactMap { cell in
        analysis.facts[cell].binding(of: name).map { (cell, $0.range) }
      }
    }
    for cell in analysis.cells(with: .hiddenNames) {
      for hidden in analysis.facts[cell].facts.hiddenNames where missing.contains(hidden.name) {
        producers[hidden.name, default: []].append((cell, hidden.range))
      }
    }
    for name in producers.keys { producers[name]?.sort { $0.cell < $1.cell } }
    histories = NameHistories(of: Set(producers.keys), in: analysis)
  }

  /// The missing names of all units, in the order of the notebook.
  func missingNames() -> [MissingRead] {
    var found: [MissingRead] = []
    for unit in analysis.units.indices
    where !analysis.flow.flows[unit].missing.isEmpty || !calls.isEmpty || !incompleteCode.isEmpty
      || analysis.units[unit].hasStarImport
    {
      found += missingNames(of: unit)
    }
    return found
  }

  /// The first read of each name that a unit misses, in the order its code runs.
  ///
  /// Names that only code reads which runs later may never be looked up: they are among them where the unit uses that
  /// code.
  private func missingNames(of unit: UnitIndex) -> [MissingRead] {
    let atOnce = readsAtOnce(of: unit)
    var found = atOnce + readsThroughCalls(of: unit, except: Set(atOnce.map(\.name)))
    found += readsLater(of: unit, except: Set(found.map(\.name)))
    return found + readsOfTakenCode(by: unit, except: Set(found.map(\.name)))
  }

  private func readsAtOnce(of unit: UnitIndex) -> [MissingRead] {
    let isStarred = analysis.units[unit].hasStarImport
    let missing = (isStarred ? starred.unprovided(of: unit) : analysis.flow.flows[unit].missing)
      .filter { !isMeantForParameter($0) }
    if missing.isEmpty { return [] }
    return analysis.firstReadsAtOnce(of: missing, in: unit).compactMap { name, read in
      let (cause, producer) = cause(of: name, unit)
      let unknown = isStarred ? starred.unknownModule(importedBy: unit) : nil
      // Only a name of which a step is known to define it is worth a doubt.
      if isStarred, cause == .unmade || unknown != nil && !cause.isInStep { return nil }
      if cause == .unmade, BuiltinNames.isNumbered(name) { return nil }
      return MissingRead(
        name: name, unit: unit, place: read.place, isCertain: read.isCertain && unknown == nil, cause: cause,
        producer: producer, starModule: unknown)
    }
  }

  private func readsThroughCalls(of unit: UnitIndex, except known: Set<String>) -> [MissingRead] {
    if calls.isEmpty { return [] }
    let certain = calls.reads(by: unit)
    let names = Set(certain.map(\.name))
    let all =
      certain.map { ($0, true) }
      + calls.globalReads(by: unit).filter { !names.contains($0.name) }.map { ($0, false) }
    let missing = all.lazy.filter { read, _ in
      !isThere(read.name, in: unit) && !known.contains(read.name) && !isMeantForParameter(read.name)
    }
    return missing.prefix(Self.mostReadsThroughCalls).map { read, isCertain in
      let (cause, producer) = cause(of: read.name, unit)
      return MissingRead(
        name: read.name, unit: unit, place: read.call, isCertain: isCertain, cause: cause, producer: producer,
        call: (read.callee, read.read))
    }
  }

  /// What the unit may come to read when it uses its own functions and lambdas.
  private func readsLater(of unit: UnitIndex, except known: Set<String>) -> [MissingRead] {
    if analysis.units[unit].hasStarImport { return [] }
    let names = analysis.flow.flows[unit].missing.filter { !known.contains($0) && !isMeantForParameter($0) }
    return analysis.laterReads(of: names, in: unit).compactMap { read in
      perhapsMissing(read.name, in: unit, at: read.place)
    }
  }

  /// What the unit may come to read when it uses functions and classes of earlier steps, which do not have the names either.
  private func readsOfTakenCode(by unit: UnitIndex, except known: Set<String>) -> [MissingRead] {
    if incompleteCode.isEmpty || analysis.units[unit].hasStarImport { return [] }
    let taken = analysis.flow.flows[unit].inputs.intersection(incompleteCode.keys).sorted()
    return taken.flatMap { callee -> [MissingRead] in
      guard let provider = analysis.flow.provider(of: callee, for: unit),
        let code = incompleteCode[callee]?[analysis.flow.producer(of: callee, passedBy: provider)],
        let use = analysis.firstReadsAtOnce(of: [callee], in: unit).first
      else { return [] }
      return code.names.compactMap { name in
        guard !known.contains(name), !isThere(name, in: unit) else { return nil }
        return perhapsMissing(name, in: unit, at: use.read.place, call: (callee, code.place))
      }
    }
  }

  /// A read that may not happen; nil where the notebook would not have the name there either.
  private func perhapsMissing(
    _ name: String, in unit: UnitIndex, at place: NotebookPlace,
    call: (callee: String, read: NotebookPlace)? = nil
  ) -> MissingRead? {
    let (cause, producer) = cause(of: name, unit)
    switch cause {
    case .madeLater, .notKept: return nil
    case .unlinked(let producer) where producer > unit: return nil
    case .unmade where BuiltinNames.isNumbered(name): return nil
    case .unlinked, .outside, .unmade: break
    }
    return MissingRead(
      name: name, unit: unit, place: place, isCertain: false, cause: cause, producer: producer, call: call)
  }

  /// One is shown for each call: of more, that each of many steps calls, there is nothing more to say.
  private static let mostReadsThroughCalls = 64

  /// Whether a unit's code finds a name when it runs.
  private func isThere(_ name: String, in unit: UnitIndex) -> Bool {
    let flow = analysis.flow.flows[unit]
    if flow.missing.contains(name) { return false }
    return analysis.units[unit].run.makes(name) || flow.inputs.contains(name)
      || analysis.parameters.declarations[name] != nil || analysis.givenNames.contains(name)
      || BuiltinNames.python.contains(name)
      || BuiltinNames.ipython.contains(name) || analysis.units[unit].hasStarImport
  }

  /// Whether a parameters cell defines the name, but not as a valid parameter; other rules report that.
  private func isMeantForParameter(_ name: String) -> Bool {
    producers[name]?.contains { analysis.outline.assignments[$0.cell] == .block(.pipelineParameters) }
      ?? false
  }

  private func cause(of name: String, _ unit: UnitIndex) -> (MissingRead.Cause, NotebookPlace?) {
    let producers = producers[name] ?? []
    let steps = producers.map { producer -> UnitIndex? in
      if case .step(let step) = analysis.outline.assignments[producer.cell] { step } else { nil }
    }
    func place(_ index: Int) -> NotebookPlace {
      .source(cell: producers[index].cell, range: producers[index].range)
    }
    let own = steps.firstIndex(of: unit)
    let sources = histories.candidates(for: name, readBy: unit)
    if own == nil, let keeper = unitThatDoesNotKeep(name, for: unit),
      sources.map({ $0.producer <= keeper }) ?? true
    {
      return (.notKept(by: keeper), nil)
    }
    if let sources {
      let producer = steps.lastIndex(of: sources.producer)
      return (.unlinked(from: sources.producer), producer.map(place))
    }
    if let own {
      let earlier = producers.lastIndex { producer in
        producer.cell < producers[own].cell && analysis.outline.assignments[producer.cell] == .skipped
      }
      if let earlier { return (.outside(cell: producers[earlier].cell), place(earlier)) }
      return (.madeLater, place(own))
    }
    if let index = steps.firstIndex(where: { $0 != nil }), let step = steps[index] {
      return (.unlinked(from: step), place(index))
    }
    let outside = producers.firstIndex { producer in
      [.skipped, .dropped].contains(analysis.outline.assignments[producer.cell])
    }
    if let outside { return (.outside(cell: producers[outside].cell), place(outside)) }
    return (.unmade, nil)
  }

  /// The units that a unit can run after to have a name that it misses.
  func choices(for missing: MissingRead) -> ProviderChoices {
    guard case .unlinked = missing.cause,
      let sources = histories.candidates(for: missing.name, readBy: missing.unit)
    else { return ProviderChoices() }
    let units = sources.units.filter { analysis.canRunAfter($0, missing.unit) }
    let isExact =
      units.first == sources.units.first && isValueOfNearest(missing.name, missing.unit, sources)
    return ProviderChoices(units: isExact ? Array(units.prefix(1)) : units, isExact: isExact)
  }

  /// Whether the value that a name has before a unit is certainly the one that the nearest source passes on: the source
  /// comes after all other changes of the name, and nothing between it and the unit can have changed the value.
  private func isValueOfNearest(_ name: String, _ unit: UnitIndex, _ sources: NameSources) -> Bool {
    guard let nearest = sources.units.first, sources.isComplete,
      !analysis.flow.flows[nearest].missing.contains(name)
    else { return false }
    let before = Set(analysis.graph.ancestors(of: nearest))
    guard (sources.units.dropFirst() + sources.bystanders).allSatisfy(before.contains) else { return false }
    let units = analysis.outline.units
    let end = units[unit].definition
    guard let start = units[nearest].cells.last, start < end, start.distance(to: end) <= Self.mostCellsBetween
    else {
      return false
    }
    let first = units[nearest].cells.first ?? start
    let isInOrder = sources.units.dropFirst().allSatisfy { (units[$0].cells.last ?? first) < first }
    return isInOrder
      && (start..<end).dropFirst().allSatisfy { !mayHold(what: nearest, makes: name, inCell: $0) }
  }

  /// The largest number of cells that are examined for one name.
  private static let mostCellsBetween = 500

  /// Whether the code of a cell may have the value that a unit gave a name: it mentions the name, or runs after the unit
  /// and takes an input, which may contain the value too.
  private func mayHold(what producer: UnitIndex, makes name: String, inCell cell: CellIndex) -> Bool {
    if analysis.facts[cell].facts.mentions.contains(name) { return true }
    guard let unit = analysis.unit(ofCell: cell), unit != producer, !analysis.flow.flows[unit].inputs.isEmpty
    else {
      return false
    }
    return analysis.graph.ancestors(of: unit).contains(producer)
  }

  /// The nearest ancestor that mentions the name without needing it, but does not have it at its end.
  private func unitThatDoesNotKeep(_ name: String, for unit: UnitIndex) -> UnitIndex? {
    if analysis.flow.unmentioned[unit].contains(name) { return nil }
    return analysis.graph.ancestors(of: unit).first { ancestor in
      analysis.units[ancestor].kale.makes(name) && !analysis.units[ancestor].kale.wanted.contains(name)
    }
  }
}
