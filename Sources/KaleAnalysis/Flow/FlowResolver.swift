import NotebookModel

/// Determines what each unit takes and passes on, in one reading of the code.
///
/// Units are visited in topological order. A unit needs the names that are undefined in its code; its ancestors are
/// asked, nearest first, and the first that provides a name passes it on. A definition travels with the names its body
/// needs. The visit ends as soon as nothing is missing.
struct FlowResolver {
  /// A name that a unit passes on to another.
  struct Delivery: Hashable {
    var name: String
    var provider: UnitIndex
  }

  /// What has been found out.
  var flow: DataFlow

  let parameterNames: Set<String>
  /// The variables of all metrics.
  let metricNames: Set<String>
  private let parameterNumbers: [String: Int]
  /// For each unit the numbers of the parameters it uses.
  private var parametersInUse: UnitArray<NumberSet>
  /// For each unit, the numbers of the names that it passed on with definitions, and of those that it took with them.
  private var travelled: UnitArray<NumberSet>
  private var arrived: UnitArray<NumberSet>
  /// Parameters that some unit reassigns, so that later units need the unit's value.
  private let assignedParameters: Set<String>
  /// For each name, the units that define it; only if branches join, since otherwise the nearest unit is the last.
  let producers: [String: [UnitIndex]]
  /// Whether branches join.
  let comesTogether: Bool
  /// Units that were asked for a name.
  private var isAsked: UnitArray<Bool>
  /// The definitions that each unit brings along, each with its free names; filled as Kale fills them.
  var definitions: DefinitionTable
  /// Which units may pass names on.
  var candidates: ProviderCandidates
  /// For each unit the names that others pass on to it.
  var deliveries: UnitArray<[Delivery]>
  /// Which units need names, and which call them; nil until the first update.
  var interests: UnitInterests?
  /// For each unit its place in the order in which units are resolved.
  let places: UnitArray<Int>
  /// Whether no unit runs after itself, refers to another notebook or defines names only in some runs.
  let isPlain: Bool
  private var orders = AncestorOrders()
  /// How many units the searches for names have come to.
  private var visits = 0

  /// Resolves all units.
  init(
    _ reading: DataFlow.Reading, graph: StepGraph, facts: ChunkedUnitArray<UnitFacts>,
    parameterNames: Set<String>,
    metrics: [PipelineMetric]
  ) {
    flow = DataFlow(reading, graph: graph, facts: facts)
    self.parameterNames = parameterNames
    metricNames = Set(metrics.map(\.variable))
    parameterNumbers = Dictionary(
      zip(parameterNames, 0..<parameterNames.count), uniquingKeysWith: { first, _ in first })
    assignedParameters =
      reading == .kale
      ? [] : parameterNames.filter { name in facts.contains { $0.run.makes(name) } }
    comesTogether = graph.previous.contains { $0.count > 1 }
    producers = reading == .run && comesTogether ? Self.producers(facts) : [:]
    isAsked = UnitArray(repeating: false, count: facts.count)
    deliveries = UnitArray(repeating: [], count: facts.count)
    parametersInUse = UnitArray(repeating: NumberSet(), count: facts.count)
    (travelled, arrived) = (parametersInUse, parametersInUse)
    let code = facts.mapValues { $0.names(reading) }
    definitions = DefinitionTable(code.mapValues(\.definitions), graph: graph)
    candidates = ProviderCandidates(code, graph: graph)
    var places = UnitArray(repeating: 0, count: facts.count)
    for (place, unit) in graph.order.enumerated() { places[unit] = place }
    self.places = places
    isPlain =
      graph.isAcyclic
      && facts.allSatisfy { !$0.isNotebook && (reading == .kale || $0.run.madeSometimes.isEmpty) }
    for unit in graph.order { resolve(unit) }
    assign(metrics)
    flow.searchEffort = definitions.effort + visits
  }

  private var reading: DataFlow.Reading { flow.reading }
  private var graph: StepGraph { flow.graph }
  private var facts: ChunkedUnitArray<UnitFacts> { flow.facts }

  func code(of unit: UnitIndex) -> UnitNames { flow.code(of: unit) }

  private static func producers(_ facts: ChunkedUnitArray<UnitFacts>) -> [String: [UnitIndex]] {
    var producers: [String: [UnitIndex]] = [:]
    for (unit, facts) in facts.indexed {
      for name in facts.madeNames { producers[name, default: []].append(unit) }
    }
    return producers.filter { $0.value.count > 1 }
  }

  /// The last unit of the notebook that defines a name, among those that a unit runs after, if it is not its value that
  /// the nearest provider passes on. In the notebook, that is the value that you see.
  private mutating func latestProducer(of name: String, for unit: UnitIndex, insteadOf provider: UnitIndex)
    -> UnitIndex?
  {
    guard let producers = producers[name] else { return nil }
    let order = orders.order(of: unit, in: graph)
    guard let latest = producers.last(where: { order.runs(after: $0) }) else { return nil }
    // Who provides what may still change.
    let way = flow.way(of: name, to: provider) { name, unit in
      flow.chosen[unit]?[name] ?? graph.ancestors(of: unit).first { flow.flows[$0].outputs.contains(name) }
    }
    guard latest > way.producer else { return nil }
    flow.chosen[unit, default: [:]][name] = latest
    return latest
  }

  /// Whether a unit whose inputs are known passes a name on.
  private func provides(_ name: String, _ unit: UnitIndex) -> Bool {
    code(of: unit).provides(name, isTakenIn: flow.flows[unit].inputs.contains(name))
  }

  /// Finds what a unit takes and from which unit. The units that it runs after are resolved already.
  mutating func resolve(_ unit: UnitIndex) {
    let undefined = code(of: unit).wanted
    let parameters = undefined.intersection(parameterNames)
    setParameters(parameters.excluding(assignedParameters), of: unit)
    let wanted = parameters.isEmpty ? undefined : undefined.excluding(flow.flows[unit].parameters)
    // Those of which no other unit has heard keep the search going, and are not looked for.
    var found = wanted.filter { candidates.mayProvide($0, to: unit) }
    let lost = wanted.count > found.count ? wanted.excluding(found) : []
    var calls = CallsInSearch(facts[unit].calls, definitions)
    var known = KnownDefinitions(code(of: unit).definitions)
    for ancestor in graph.ancestors(of: unit) {
      if found.isEmpty, lost.isEmpty { break }
      isAsked[ancestor] = true
      visits += 1
      definitions.ask(ancestor)
      take(&found, from: ancestor, to: unit, &known)
      passParameters(from: ancestor, to: unit, calls: calls.all)
      if calls.isEmpty { continue }
      let taken = calls.take(definedBy: definitions[ancestor])
      passFreeNames(of: taken.map(\.call), from: ancestor, to: unit)
      for (call, freeNames) in taken { known.add(call, freeNames) }
    }
    definitions.set(known.all, differingIn: known.added, of: unit)
    settle(found, lost, of: unit)
    passTrailingName(of: unit)
  }

  /// Removes the names that an ancestor provides, and passes them to a unit with the names that they need.
  private mutating func take(
    _ names: inout Set<String>, from ancestor: UnitIndex, to unit: UnitIndex, _ known: inout KnownDefinitions
  ) {
    var taken: [UnitIndex: [String]] = [:]
    for name in candidates.names(in: names, of: ancestor) {
      // Code that can do without the name finds that it is gone.
      let isGone =
        reading == .run && code(of: unit).dispensable.contains(name) && isDeleted(name, by: ancestor)
      guard isGone || provides(name, ancestor) else { continue }
      names.remove(name)
      if isGone { continue }
      let provider = latestProducer(of: name, for: unit, insteadOf: ancestor) ?? ancestor
      pass(name, from: provider, to: unit)
      taken[provider, default: []].append(name)
      // Whoever takes the definition from this unit needs its names too. Kale lets them go from its producer alone.
      if reading == .run, known.all[name] == nil { known.add(name, definitions[provider][name]) }
    }
    for (provider, names) in taken { passFreeNames(of: names, from: provider, to: unit) }
  }

  private func isDeleted(_ name: String, by unit: UnitIndex) -> Bool {
    !facts[unit].ownNames.contains(name) && facts[unit].names.deletions[name] != nil
  }

  /// Handles the names that no ancestor provides.
  ///
  /// `lost`: those of which no other unit has heard.
  private mutating func settle(_ notFound: Set<String>, _ lost: Set<String>, of unit: UnitIndex) {
    let wanted = notFound.union(lost)
    if !assignedParameters.isEmpty {
      use(wanted.intersection(assignedParameters), in: unit)
      let taken = assignedParameters.intersection(flow.flows[unit].inputs)
      setParameters(flow.flows[unit].parameters.excluding(taken), of: unit)
    }
    // A star import may bring any of them.
    if reading == .kale || !facts[unit].hasStarImport {
      flow.flows[unit].missing = wanted.excluding(assignedParameters).excluding(code(of: unit).doubtful)
        .excluding(code(of: unit).dispensable)
      flow.unmentioned[unit] = lost
    }
    if reading == .run {
      followKale(
        notFound.intersection(facts[unit].kale.wanted).excluding(code(of: unit).dispensable), of: unit)
    }
  }

  /// Names that nothing provides are passed on as Kale does: the run fails in one step or the other.
  private mutating func followKale(_ lost: Set<String>, of unit: UnitIndex) {
    var lost = lost.excluding(parameterNames)
    for ancestor in graph.ancestors(of: unit) {
      if lost.isEmpty { break }
      for name in candidates.names(in: lost, of: ancestor) where facts[ancestor].kale.makes(name) {
        lost.remove(name)
        pass(name, from: ancestor, to: unit)
      }
    }
  }

  /// A unit that calls something an ancestor mentions takes the ancestor's parameters, since a function may need them.
  private mutating func passParameters(from ancestor: UnitIndex, to unit: UnitIndex, calls: Set<String>) {
    guard !parametersInUse[ancestor].isSubset(of: parametersInUse[unit]) else { return }
    let isCalled = calls.contains { definitions[ancestor][$0] != nil || facts[ancestor].kale.makes($0) }
    if isCalled { use(flow.flows[ancestor].parameters, in: unit) }
  }

  private mutating func setParameters(_ parameters: Set<String>, of unit: UnitIndex) {
    flow.flows[unit].parameters = []
    parametersInUse[unit] = NumberSet()
    use(parameters, in: unit)
  }

  /// Adds to the parameters that a unit uses.
  private mutating func use(_ parameters: Set<String>, in unit: UnitIndex) {
    flow.flows[unit].parameters.formUnion(parameters)
    for name in parameters {
      if let number = parameterNumbers[name] { parametersInUse[unit].insert(number) }
    }
  }

  private mutating func pass(_ name: String, from ancestor: UnitIndex, to unit: UnitIndex) {
    deliveries[unit].append(Delivery(name: name, provider: ancestor))
    flow.flows[ancestor].outputs.insert(name)
    flow.flows[unit].inputs.insert(name)
    if reading == .run { passThrough(name, by: ancestor) }
  }

  /// A unit that defines a name only in some runs also takes it, if it can, so that it always has a value to pass on.
  private mutating func passThrough(_ name: String, by unit: UnitIndex) {
    var consumer = unit
    while facts[consumer].run.madeSometimes.contains(name), !flow.flows[consumer].inputs.contains(name) {
      if parameterNames.contains(name) { use([name], in: consumer) }
      guard let provider = graph.ancestors(of: consumer).first(where: { provides(name, $0) })
      else {
        return
      }
      flow.flows[provider].outputs.insert(name)
      flow.flows[consumer].inputs.insert(name)
      consumer = provider
    }
  }

  /// Makes the names that the bodies of some definitions need travel with them, and those of the definitions among them.
  private mutating func passFreeNames(of names: [String], from ancestor: UnitIndex, to unit: UnitIndex) {
    for number in definitions.companions(of: names, in: ancestor) {
      if travelled[ancestor].contains(number), arrived[unit].contains(number) { continue }
      let name = definitions.name(number)
      guard canTravel(name, from: ancestor) else { continue }
      pass(name, from: ancestor, to: unit)
      travelled[ancestor].insert(number)
      arrived[unit].insert(number)
    }
  }

  /// Whether a name that a definition needs goes along with it. Kale does not ask whether the unit has the name, and
  /// leaves out all parameters, which every step has anyway.
  private func canTravel(_ name: String, from unit: UnitIndex) -> Bool {
    switch reading {
    case .kale: !parameterNames.contains(name)
    case .run:
      code(of: unit).makes(name) || code(of: unit).borrowed.contains(name)
        || flow.flows[unit].inputs.contains(name)
    }
  }

  /// A step that ends in a bare name passes the name on, whether or not another step takes it.
  private mutating func passTrailingName(of unit: UnitIndex) {
    if let name = trailingOutput(of: unit) { flow.flows[unit].outputs.insert(name) }
  }

  /// The bare name in which a unit ends, where it passes the name on.
  func trailingOutput(of unit: UnitIndex) -> String? {
    // Code that gets to its last line has what it reads there, wherever it is from.
    guard let name = facts[unit].trailingName, code(of: unit).mentions(name), !parameterNames.contains(name)
    else { return nil }
    return name
  }

  /// Whether a unit can report a metric. Kale does not ask whether it has it.
  private func has(_ name: String, _ unit: UnitIndex) -> Bool {
    switch reading {
    // Once it has asked a referenced notebook, Kale holds no name for mentioned there that the notebook is missing.
    case .kale: isAsked[unit] ? code(of: unit).makes(name) : code(of: unit).mentions(name)
    case .run: provides(name, unit) || code(of: unit).borrowed.contains(name)
    }
  }

  /// Gives each metric to the unit nearest the end of the graph that has it.
  private mutating func assign(_ metrics: [PipelineMetric]) {
    var left = Dictionary(grouping: metrics, by: \.variable)
    let variables = Set(left.keys)
    let shared = ProviderCandidates.shared(among: variables, facts.mapValues { $0.names(reading) })
    for unit in graph.unitsFromTheEnd {
      if left.isEmpty { break }
      let mine = code(of: unit).candidates(among: variables).union(shared)
        .filter { left[$0] != nil && has($0, unit) }
      flow.flows[unit].metrics = mine.sorted().flatMap { left[$0] ?? [] }
      for variable in mine { left[variable] = nil }
    }
    flow.unassignedMetrics = metrics.filter { left[$0.variable] != nil }
  }
}
