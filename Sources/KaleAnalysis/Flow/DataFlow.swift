import NotebookModel

/// The names that each unit takes and passes on, in one reading of the code.
///
/// `FlowResolver` computes it.
package struct DataFlow: Sendable {
  /// How the code of units is read.
  package enum Reading: Sendable {
    /// As Kale reads it: the values that its pipeline passes.
    case kale
    /// As Python runs it: the values that kale-lsp's pipeline passes.
    case run
  }

  /// What crosses the boundaries of one unit.
  package struct Flow: Sendable, Hashable {
    /// Names loaded before the unit runs: those it wants and an ancestor provides.
    package var inputs: Set<String> = []
    /// Names saved after the unit has run.
    package var outputs: Set<String> = []
    /// The pipeline parameters it uses, itself or through functions of its ancestors.
    package var parameters: Set<String> = []
    /// Names that it needs and no ancestor provides: they are undefined when it runs.
    package var missing: Set<String> = []
    /// The metrics that the unit reports.
    package var metrics: [PipelineMetric] = []
  }

  /// For each unit of the outline its flow.
  package internal(set) var flows: ChunkedUnitArray<Flow>
  /// The missing names of each unit that no earlier unit defines or mentions.
  package internal(set) var unmentioned: ChunkedUnitArray<Set<String>>
  /// Metrics that no unit has; they are dropped.
  package internal(set) var unassignedMetrics: [PipelineMetric] = []

  let reading: Reading
  let graph: StepGraph
  var facts: ChunkedUnitArray<UnitFacts>
  /// For each unit the providers that are not the nearest ones.
  var chosen: [UnitIndex: [String: UnitIndex]] = [:]
  /// How many units and names the searches for names have come to.
  var searchEffort = 0
  /// The provider of each name that was asked for.
  private var providers = ProviderMemo()

  /// An empty flow.
  init(_ reading: Reading, graph: StepGraph, facts: ChunkedUnitArray<UnitFacts>) {
    self.reading = reading
    self.graph = graph
    self.facts = facts
    flows = ChunkedUnitArray(repeating: Flow(), count: facts.count)
    unmentioned = ChunkedUnitArray(repeating: [], count: facts.count)
  }

  /// Forgets the known providers, because the flows have changed.
  mutating func forgetProviders() { providers = ProviderMemo() }

  /// The ancestor that passes a name on to a unit; nil if none does.
  package func provider(of name: String, for unit: UnitIndex) -> UnitIndex? {
    chosen[unit]?[name]
      ?? providers.provider(of: name, for: unit) { isFirst in
        nearestProviders(of: isFirst ? flows[unit].inputs.union([name]) : [name], for: unit)
      }
  }

  /// Returns the nearest ancestor of a unit that passes each of some names.
  private func nearestProviders(of names: Set<String>, for unit: UnitIndex) -> [String: UnitIndex] {
    var wanted = names
    var found: [String: UnitIndex] = [:]
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

  /// How many units and names were looked at to find what crosses boundaries, for tests to compare with the answer.
  var effort: Int { searchEffort + providers.effort }

  /// Changes what crosses the boundaries of a unit.
  mutating func change(_ unit: UnitIndex, _ body: (inout Flow) -> Void) {
    body(&flows[unit])
    forgetProviders()
  }

  /// Whether the unit takes a name from another unit than the nearest that provides it.
  func choosesProvider(for unit: UnitIndex) -> Bool { chosen[unit] != nil }

  /// Returns the unit that defined the value that a unit passes under a name.
  package func producer(of name: String, passedBy unit: UnitIndex) -> UnitIndex {
    let isAcyclic = graph.isAcyclic
    let way = way(of: name, to: unit, provider: provider(of:for:)) {
      isAcyclic ? providers.producer(of: name, passedBy: $0) : nil
    }
    if isAcyclic { providers.note(way.producer, of: name, passedBy: way.units) }
    return way.producer
  }

  /// The units through which a value reaches one that passes it on, the last first, and the unit that defines it.
  ///
  /// `known`: the defining unit for a unit whose path is known.
  func way(
    of name: String, to unit: UnitIndex, provider: (String, UnitIndex) -> UnitIndex?,
    known: (UnitIndex) -> UnitIndex? = { _ in nil }
  ) -> (units: [UnitIndex], producer: UnitIndex) {
    var units = [unit]
    // On a cycle, each may pass on what the next one defines.
    var seen: Set<UnitIndex> = [unit]
    var producer = unit
    while true {
      if let known = known(producer) { return (units, known) }
      guard !code(of: producer).makes(name), let provider = provider(name, producer),
        seen.insert(provider).inserted
      else { return (units, producer) }
      producer = provider
      units.append(producer)
    }
  }

  func code(of unit: UnitIndex) -> UnitNames { facts[unit].names(reading) }
}

extension UnitFacts {
  /// The names that the code needs and provides in one reading.
  package func names(_ reading: DataFlow.Reading) -> UnitNames {
    switch reading {
    case .kale: kale
    case .run: run
    }
  }
}
