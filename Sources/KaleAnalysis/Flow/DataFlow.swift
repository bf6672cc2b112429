/// What each unit takes in and hands on, in one reading of the code.
///
/// Units are visited in topological order. A unit wants the names that are undefined in its code; its ancestors are
/// asked, nearest first, and the first that provides a name hands it on. A definition travels with the names its body
/// needs. The visit ends as soon as nothing is wanted any more.
package struct DataFlow: Sendable {
  /// How the code of units is read.
  package enum Reading: Sendable {
    /// As Kale reads it: what its pipeline hands on.
    case kale
    /// As Python runs it: what kale-lsp's pipeline hands on.
    case run
  }

  /// What crosses the borders of one unit.
  package struct Flow: Sendable, Hashable {
    package var inputs: Set<String> = []
    package var outputs: Set<String> = []
    /// The pipeline parameters it uses, itself or through functions of its ancestors.
    package var parameters: Set<String> = []
    /// Names it wants that no ancestor provides: they will not be there when it runs.
    package var missing: Set<String> = []
    package var metrics: [PipelineMetric] = []
  }

  /// A name that a unit hands on to another.
  struct Delivery: Sendable, Hashable {
    var name: String
    var provider: Int
  }

  /// For each unit of the outline its flow.
  package internal(set) var flows: [Flow]
  /// Metrics that no unit has; they are dropped.
  package private(set) var unassignedMetrics: [PipelineMetric] = []

  let reading: Reading
  let graph: StepGraph
  var facts: [UnitFacts]
  let parameterNames: Set<String>
  /// The variables of all metrics.
  let metricNames: Set<String>
  private let parameterNumbers: [String: Int]
  /// For each unit the numbers of the parameters it uses.
  private var parametersInUse: [NumberSet]
  /// For each unit the numbers of names that it has handed on along with definitions, and of those that it has taken so.
  private var travelled: [NumberSet]
  private var arrived: [NumberSet]
  /// Parameters that some unit assigns anew, so that those behind it want the unit's value.
  private let assignedParameters: Set<String>
  /// For each name the units that make it; only where steps come together, since elsewhere the nearest is the last.
  let makers: [String: [Int]]
  /// For each unit the providers that are not the nearest ones.
  var chosen: [Int: [String: Int]] = [:]
  /// Units that were asked for a name.
  private var isAsked: [Bool]
  /// The definitions that each unit brings along, each with its free names; filled as Kale fills them.
  var definitions: DefinitionTable
  /// Which units may hand names on.
  var candidates: ProviderCandidates
  /// For each unit the names that others hand on to it.
  var deliveries: [[Delivery]]
  private var orders = AncestorOrders()
  /// How many units the searches for names have come to.
  private var visits = 0
  /// Who hands on what, once that is known.
  var providers = ProviderMemo()

  package init(
    _ reading: Reading, graph: StepGraph, facts: [UnitFacts], parameterNames: Set<String>,
    metrics: [PipelineMetric]
  ) {
    self.reading = reading
    self.graph = graph
    self.facts = facts
    self.parameterNames = parameterNames
    metricNames = Set(metrics.map(\.variable))
    parameterNumbers = Dictionary(
      zip(parameterNames, 0..<parameterNames.count), uniquingKeysWith: { first, _ in first })
    assignedParameters =
      reading == .kale
      ? [] : parameterNames.filter { name in facts.contains { $0.run.makes(name) } }
    let comesTogether = graph.previous.contains { $0.count > 1 }
    makers = reading == .run && comesTogether ? Self.makers(facts) : [:]
    flows = Array(repeating: Flow(), count: facts.count)
    isAsked = Array(repeating: false, count: facts.count)
    deliveries = Array(repeating: [], count: facts.count)
    parametersInUse = Array(repeating: NumberSet(), count: facts.count)
    (travelled, arrived) = (parametersInUse, parametersInUse)
    let code = facts.map { $0.names(reading) }
    definitions = DefinitionTable(code.map(\.definitions), graph: graph)
    candidates = ProviderCandidates(code, graph: graph)
    for unit in graph.order { resolve(unit) }
    assign(metrics)
  }

  /// The ancestor that hands a name on to a unit; nil where none does.
  package func provider(of name: String, for unit: Int) -> Int? {
    chosen[unit]?[name]
      ?? providers.provider(of: name, for: unit) { isFirst in
        nearestProviders(of: isFirst ? flows[unit].inputs.union([name]) : [name], for: unit)
      }
  }

  /// For each of some names the nearest ancestor of a unit that hands it on.
  private func nearestProviders(of names: Set<String>, for unit: Int) -> [String: Int] {
    var wanted = names
    var found: [String: Int] = [:]
    for ancestor in graph.ancestors(of: unit) {
      if wanted.isEmpty { break }
      providers.noteVisit()
      for name in wanted.smallIntersection(flows[ancestor].outputs) {
        found[name] = ancestor
        wanted.remove(name)
      }
    }
    return found
  }

  /// Whether no other unit has to do with a name that a unit wants.
  package func isUnheardOf(_ name: String, besides unit: Int) -> Bool {
    code(of: unit).wanted.contains(name) && !candidates.mayProvide(name, to: unit)
  }

  /// How many units and names were looked at to find out what crosses borders, for tests to compare with the answer.
  var effort: Int { definitions.effort + providers.effort + visits }

  /// Changes what crosses the borders of a unit.
  mutating func change(_ unit: Int, _ body: (inout Flow) -> Void) {
    body(&flows[unit])
    providers = ProviderMemo()
  }

  /// Whether the unit takes a name from another unit than the nearest that provides it.
  func choosesProvider(for unit: Int) -> Bool { chosen[unit] != nil }

  /// The unit that made the value which a unit hands on under a name.
  package func maker(of name: String, handedOnBy unit: Int) -> Int {
    let isAcyclic = graph.isAcyclic
    let way = way(of: name, to: unit, provider: provider(of:for:)) {
      isAcyclic ? providers.maker(of: name, handedOnBy: $0) : nil
    }
    if isAcyclic { providers.note(way.maker, of: name, handedOnBy: way.units) }
    return way.maker
  }

  /// The units through which the value of a name comes to one that hands it on, the last first, and the one that made it.
  ///
  /// `known`: the maker for a unit whose way is known.
  private func way(
    of name: String, to unit: Int, provider: (String, Int) -> Int?, known: (Int) -> Int? = { _ in nil }
  ) -> (units: [Int], maker: Int) {
    var units = [unit]
    // On a cycle each may hand on what the next made.
    var seen: Set<Int> = [unit]
    var maker = unit
    while true {
      if let known = known(maker) { return (units, known) }
      guard !code(of: maker).makes(name), let provider = provider(name, maker), seen.insert(provider).inserted
      else { return (units, maker) }
      maker = provider
      units.append(maker)
    }
  }

  func code(of unit: Int) -> UnitNames { facts[unit].names(reading) }

  private static func makers(_ facts: [UnitFacts]) -> [String: [Int]] {
    var makers: [String: [Int]] = [:]
    for (unit, facts) in facts.enumerated() {
      for name in facts.madeNames { makers[name, default: []].append(unit) }
    }
    return makers.filter { $0.value.count > 1 }
  }

  /// The last unit of the notebook, among those that one runs after, that makes a name, where it is not its value that
  /// the nearest provider hands on. In the notebook that is the value a person sees.
  private mutating func latestMaker(of name: String, for unit: Int, insteadOf provider: Int) -> Int? {
    guard let makers = makers[name] else { return nil }
    let order = orders.order(of: unit, in: graph)
    guard let latest = makers.last(where: { order.runs(after: $0) }) else { return nil }
    // Who provides what may still change.
    let way = way(of: name, to: provider) { name, unit in
      chosen[unit]?[name] ?? graph.ancestors(of: unit).first { flows[$0].outputs.contains(name) }
    }
    guard latest > way.maker else { return nil }
    chosen[unit, default: [:]][name] = latest
    return latest
  }

  /// Whether a unit, its own inputs found, hands a name on.
  private func provides(_ name: String, _ unit: Int) -> Bool {
    code(of: unit).provides(name, isTakenIn: flows[unit].inputs.contains(name))
  }

  /// Finds what a unit takes in, and who hands it on; those that it runs after have been resolved before.
  mutating func resolve(_ unit: Int) {
    let undefined = code(of: unit).wanted
    let parameters = undefined.intersection(parameterNames)
    setParameters(parameters.subtracting(assignedParameters), of: unit)
    let wanted = parameters.isEmpty ? undefined : undefined.subtracting(flows[unit].parameters)
    // Those of which no other unit has heard keep the search going, and are not looked for.
    var found = wanted.filter { candidates.mayProvide($0, to: unit) }
    let lost = wanted.count > found.count ? wanted.subtracting(found) : []
    var calls = CallsInSearch(facts[unit].calls, definitions)
    var known = KnownDefinitions(code(of: unit).definitions)
    for ancestor in graph.ancestors(of: unit) {
      if found.isEmpty, lost.isEmpty { break }
      isAsked[ancestor] = true
      visits += 1
      definitions.ask(ancestor)
      take(&found, from: ancestor, to: unit, &known)
      handOnParameters(from: ancestor, to: unit, calls: calls.all)
      if calls.isEmpty { continue }
      let taken = calls.take(definedBy: definitions[ancestor])
      handFreeNames(of: taken.map(\.call), from: ancestor, to: unit)
      for (call, freeNames) in taken { known.add(call, freeNames) }
    }
    definitions.set(known.all, differingIn: known.added, of: unit)
    settle(found, lost, of: unit)
    handOnTrailingName(of: unit)
  }

  /// Takes those out of some names that an ancestor provides, and hands them to a unit with what they need there.
  private mutating func take(
    _ names: inout Set<String>, from ancestor: Int, to unit: Int, _ known: inout KnownDefinitions
  ) {
    var taken: [Int: [String]] = [:]
    for name in candidates.names(in: names, of: ancestor) where provides(name, ancestor) {
      names.remove(name)
      let provider = latestMaker(of: name, for: unit, insteadOf: ancestor) ?? ancestor
      hand(name, from: provider, to: unit)
      taken[provider, default: []].append(name)
      // Whoever takes the definition from this unit needs its names too. Kale lets them go from its maker alone.
      if reading == .run, known.all[name] == nil { known.add(name, definitions[provider][name]) }
    }
    for (provider, names) in taken { handFreeNames(of: names, from: provider, to: unit) }
  }

  /// What becomes of the names that no ancestor provides.
  ///
  /// `lost`: those of which no other unit has heard.
  private mutating func settle(_ notFound: Set<String>, _ lost: Set<String>, of unit: Int) {
    let wanted = notFound.union(lost)
    if !assignedParameters.isEmpty {
      use(wanted.intersection(assignedParameters), in: unit)
      let taken = assignedParameters.intersection(flows[unit].inputs)
      setParameters(flows[unit].parameters.subtracting(taken), of: unit)
    }
    // A star import may bring any of them.
    if reading == .kale || !facts[unit].hasStarImport {
      flows[unit].missing = wanted.subtracting(assignedParameters).subtracting(code(of: unit).doubtful)
    }
    if reading == .run { followKale(notFound.intersection(facts[unit].kale.wanted), of: unit) }
  }

  /// Names that are not to be had are handed on as Kale does it: the run fails in one step or the other.
  private mutating func followKale(_ lost: Set<String>, of unit: Int) {
    var lost = lost.subtracting(parameterNames)
    for ancestor in graph.ancestors(of: unit) {
      if lost.isEmpty { break }
      for name in candidates.names(in: lost, of: ancestor) where facts[ancestor].kale.makes(name) {
        lost.remove(name)
        hand(name, from: ancestor, to: unit)
      }
    }
  }

  /// A unit that calls something an ancestor mentions takes the ancestor's parameters, since a function may need them.
  private mutating func handOnParameters(from ancestor: Int, to unit: Int, calls: Set<String>) {
    guard !parametersInUse[ancestor].isSubset(of: parametersInUse[unit]) else { return }
    let isCalled = calls.contains { definitions[ancestor][$0] != nil || facts[ancestor].kale.makes($0) }
    if isCalled { use(flows[ancestor].parameters, in: unit) }
  }

  private mutating func setParameters(_ parameters: Set<String>, of unit: Int) {
    flows[unit].parameters = []
    parametersInUse[unit] = NumberSet()
    use(parameters, in: unit)
  }

  /// Adds to the parameters that a unit uses.
  private mutating func use(_ parameters: Set<String>, in unit: Int) {
    flows[unit].parameters.formUnion(parameters)
    for name in parameters {
      if let number = parameterNumbers[name] { parametersInUse[unit].insert(number) }
    }
  }

  private mutating func hand(_ name: String, from ancestor: Int, to unit: Int) {
    deliveries[unit].append(Delivery(name: name, provider: ancestor))
    flows[ancestor].outputs.insert(name)
    flows[unit].inputs.insert(name)
    if reading == .run { handThrough(name, by: ancestor) }
  }

  /// A unit that makes a name in some runs only takes it in too, if it can be had, so that it can always hand it on.
  private mutating func handThrough(_ name: String, by unit: Int) {
    var taker = unit
    while facts[taker].run.madeSometimes.contains(name), !flows[taker].inputs.contains(name) {
      if parameterNames.contains(name) { use([name], in: taker) }
      guard let provider = graph.ancestors(of: taker).first(where: { provides(name, $0) })
      else {
        return
      }
      flows[provider].outputs.insert(name)
      flows[taker].inputs.insert(name)
      taker = provider
    }
  }

  /// Makes the names that the bodies of some definitions need travel with them, and those of the definitions among them.
  private mutating func handFreeNames(of names: [String], from ancestor: Int, to unit: Int) {
    for number in definitions.companions(of: names, in: ancestor) {
      if travelled[ancestor].contains(number), arrived[unit].contains(number) { continue }
      let name = definitions.name(number)
      guard canTravel(name, from: ancestor) else { continue }
      hand(name, from: ancestor, to: unit)
      travelled[ancestor].insert(number)
      arrived[unit].insert(number)
    }
  }

  /// Whether a name that a definition needs goes along with it. Kale does not ask whether the unit has the name, and
  /// leaves out all parameters, which are there without being handed on.
  private func canTravel(_ name: String, from unit: Int) -> Bool {
    switch reading {
    case .kale: !parameterNames.contains(name)
    case .run:
      code(of: unit).makes(name) || code(of: unit).borrowed.contains(name)
        || flows[unit].inputs.contains(name)
    }
  }

  /// A step that ends in a bare name hands the name on, whether or not another step takes it.
  private mutating func handOnTrailingName(of unit: Int) {
    // Code that gets to its last line has what it reads there, wherever it is from.
    guard let name = facts[unit].trailingName, code(of: unit).mentions(name), !parameterNames.contains(name)
    else { return }
    flows[unit].outputs.insert(name)
  }

  /// Whether a unit can report a metric. Kale does not ask whether it has it.
  private func has(_ name: String, _ unit: Int) -> Bool {
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
    let shared = ProviderCandidates.shared(among: variables, facts.map { $0.names(reading) })
    for unit in graph.unitsFromTheEnd {
      if left.isEmpty { break }
      let mine = code(of: unit).candidates(among: variables).union(shared)
        .filter { left[$0] != nil && has($0, unit) }
      flows[unit].metrics = mine.sorted().flatMap { left[$0] ?? [] }
      for variable in mine { left[variable] = nil }
    }
    unassignedMetrics = metrics.filter { left[$0.variable] != nil }
  }
}
