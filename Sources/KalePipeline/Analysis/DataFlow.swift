/// What each unit takes in and hands on, worked out as Kale does.
///
/// Units are visited in topological order. A unit wants the names that are undefined in its code; its ancestors are
/// asked, nearest first, and the first that mentions a name provides it. A function travels with the names its body
/// needs. The visit ends as soon as nothing is wanted any more.
package struct DataFlow: Sendable {
  /// What crosses the borders of one unit.
  package struct Flow: Sendable, Hashable {
    package var inputs: Set<String> = []
    package var outputs: Set<String> = []
    /// The pipeline parameters it uses, itself or through functions of its ancestors.
    package var parameters: Set<String> = []
    /// Names it wants that no ancestor mentions: they will not be there when it runs.
    package var missing: Set<String> = []
    package var metrics: [PipelineMetric] = []
  }

  /// For each unit of the outline its flow.
  package private(set) var flows: [Flow]
  /// Metrics that no unit mentions; Kale drops them.
  package private(set) var unassignedMetrics: [PipelineMetric] = []

  private let graph: StepGraph
  private let names: [String]
  private let facts: [UnitFacts]
  private let parameterNames: Set<String>
  /// For each unit the functions it brings along, each with its free names; filled as Kale fills them.
  private var functions: [[String: Set<String>]]
  /// For each unit what its functions were found to bring along.
  private var companions: [[String: Set<String>]]

  package init(
    graph: StepGraph, names: [String], facts: [UnitFacts], parameterNames: Set<String>,
    metrics: [PipelineMetric]
  ) {
    self.graph = graph
    self.names = names
    self.facts = facts
    self.parameterNames = parameterNames
    flows = Array(repeating: Flow(), count: facts.count)
    functions = Array(repeating: [:], count: facts.count)
    companions = functions
    for unit in graph.order { resolve(unit) }
    assign(metrics)
  }

  /// The nearest ancestor that hands a name on; nil where none does.
  package func provider(of name: String, for unit: Int) -> Int? {
    graph.ancestors(of: unit, names: names).first { flows[$0].outputs.contains(name) }
  }

  private mutating func resolve(_ unit: Int) {
    let undefined = facts[unit].undefined
    flows[unit].parameters = undefined.intersection(parameterNames)
    var wanted = flows[unit].parameters.isEmpty ? undefined : undefined.subtracting(parameterNames)
    var calls = facts[unit].calls
    var known = facts[unit].functions
    for ancestor in graph.ancestors(of: unit, names: names) {
      if wanted.isEmpty { break }
      fillFunctions(of: ancestor)
      for name in wanted where facts[ancestor].mentions(name) {
        wanted.remove(name)
        hand(name, from: ancestor, to: unit)
        handFreeNames(ofFunction: name, from: ancestor, to: unit)
      }
      handOnParameters(from: ancestor, to: unit, calls: calls)
      for (call, freeNames) in functions[ancestor] where calls.contains(call) {
        handFreeNames(ofFunction: call, from: ancestor, to: unit)
        known[call] = freeNames
        calls.remove(call)
      }
    }
    functions[unit] = known
    flows[unit].missing = wanted
    handOnTrailingName(of: unit)
  }

  /// A unit that calls something an ancestor mentions takes the ancestor's parameters, since a function may need them.
  private mutating func handOnParameters(from ancestor: Int, to unit: Int, calls: Set<String>) {
    guard !flows[ancestor].parameters.isSubset(of: flows[unit].parameters) else { return }
    let isCalled = calls.contains { functions[ancestor][$0] != nil || facts[ancestor].mentions($0) }
    if isCalled { flows[unit].parameters.formUnion(flows[ancestor].parameters) }
  }

  private mutating func hand(_ name: String, from ancestor: Int, to unit: Int) {
    flows[ancestor].outputs.insert(name)
    flows[unit].inputs.insert(name)
  }

  /// Makes the names that a function's body needs travel with it, and those of the functions among them.
  private mutating func handFreeNames(ofFunction name: String, from ancestor: Int, to unit: Int) {
    guard let freeNames = functions[ancestor][name], !freeNames.isEmpty else { return }
    // Parameters are there without being handed on.
    for free in companions(of: name, freeNames, in: ancestor) where !parameterNames.contains(free) {
      hand(free, from: ancestor, to: unit)
    }
  }

  /// All names that a function of a unit brings along. They depend on the unit and those before it alone, which do not
  /// change any more once a later unit asks.
  private mutating func companions(of name: String, _ freeNames: Set<String>, in unit: Int) -> Set<String> {
    if let known = companions[unit][name] { return known }
    var all = freeNames
    add(to: &all, from: functions[unit])
    for earlier in graph.ancestors(of: unit, names: names) {
      fillFunctions(of: earlier)
      if !functions[earlier].isEmpty { add(to: &all, from: functions[earlier]) }
    }
    companions[unit][name] = all
    return all
  }

  /// Adds the free names of the functions among some names, and those of the functions among these.
  private func add(to names: inout Set<String>, from functions: [String: Set<String>]) {
    var queue = Array(names)
    while let next = queue.popLast() {
      for nested in functions[next] ?? [] where names.insert(nested).inserted { queue.append(nested) }
    }
  }

  private mutating func fillFunctions(of unit: Int) {
    if functions[unit].isEmpty { functions[unit] = facts[unit].functions }
  }

  /// A step that ends in a bare name hands the name on, whether or not another step takes it.
  private mutating func handOnTrailingName(of unit: Int) {
    guard let name = facts[unit].trailingName, facts[unit].mentions(name), !parameterNames.contains(name)
    else {
      return
    }
    flows[unit].outputs.insert(name)
  }

  /// Gives each metric to the unit nearest the end of the graph that mentions it.
  private mutating func assign(_ metrics: [PipelineMetric]) {
    var left = metrics
    for unit in graph.unitsFromTheEnd(names: names) {
      if left.isEmpty { break }
      let mine = left.filter { facts[unit].mentions($0.variable) }
      flows[unit].metrics = mine.sorted { $0.variable < $1.variable }
      left.removeAll { mine.contains($0) }
    }
    unassignedMetrics = left
  }
}
