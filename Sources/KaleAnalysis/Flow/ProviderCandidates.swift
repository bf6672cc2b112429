/// Which units may pass names on: a search asks only those that define or mention the name.
struct ProviderCandidates: Sendable {
  /// For each unit the needed names that its own code defines or mentions.
  private var own: UnitArray<Set<String>>
  /// The needed names that the code before every step defines or mentions.
  private var shared: Set<String>
  private var wanted: Set<String>
  /// For each of the names in `own` how many units have it there.
  private var counts: [String: Int] = [:]
  private let isAcyclic: Bool

  init(_ code: UnitArray<UnitNames>, graph: StepGraph) {
    let wanted = code.reduce(into: Set<String>()) { $0.formUnion($1.wanted) }
    self.wanted = wanted
    own = code.mapValues { $0.candidates(among: wanted) }
    shared = Self.shared(among: wanted, code)
    isAcyclic = graph.isAcyclic
    for names in own {
      for name in names { counts[name, default: 0] += 1 }
    }
  }

  /// Takes in the new code of a unit, where `facts` are those of all.
  mutating func update(
    _ unit: UnitIndex, _ facts: ChunkedUnitArray<UnitFacts>, _ reading: DataFlow.Reading
  ) {
    let new = facts[unit].names(reading)
    for name in new.wanted where wanted.insert(name).inserted {
      if new.sharedMayPass(name) { shared.insert(name) }
      for (other, facts) in facts.indexed where other != unit && facts.names(reading).mayPass(name) {
        if own[other].insert(name).inserted { counts[name, default: 0] += 1 }
      }
    }
    for name in own[unit] { counts[name, default: 1] -= 1 }
    own[unit] = new.candidates(among: wanted)
    for name in own[unit] { counts[name, default: 0] += 1 }
  }

  /// Returns those names that the code before every step defines or mentions.
  static func shared(among names: Set<String>, _ code: UnitArray<UnitNames>) -> Set<String> {
    // Notebooks have less of that code than steps do.
    code.max { $0.sharedSize < $1.sharedSize }?.sharedCandidates(among: names) ?? []
  }

  /// Whether there is a unit that may pass a name on to another.
  func mayProvide(_ name: String, to unit: UnitIndex) -> Bool {
    if shared.contains(name) { return true }
    // On a cycle a unit comes before itself.
    let isOwn = isAcyclic && own[unit].contains(name)
    return counts[name, default: 0] > (isOwn ? 1 : 0)
  }

  /// Returns those names that a unit may pass on.
  func names(in wanted: Set<String>, of unit: UnitIndex) -> [String] {
    if wanted.isEmpty { return [] }
    return wanted.smallIntersection(own[unit])
      + (shared.isEmpty ? [] : wanted.smallIntersection(shared).filter { !own[unit].contains($0) })
  }
}

extension Set<String> {
  /// The elements of both sets, found by a walk over the smaller one.
  package func smallIntersection(_ other: Set<String>) -> [String] {
    if isEmpty || other.isEmpty { return [] }
    let (smaller, larger) = count < other.count ? (self, other) : (other, self)
    return smaller.lazy.filter(larger.contains).map(\.self)
  }
}

/// The names that a unit calls while its ancestors are searched: each is looked for until one of them defines it.
struct CallsInSearch {
  private(set) var all: Set<String>
  /// Those that units define by themselves, and those that the shared code defines.
  private var own: Set<String>
  private var shared: Set<String>

  /// Whether nothing is left to look for.
  var isEmpty: Bool { own.isEmpty && shared.isEmpty }

  init(_ calls: Set<String>, _ definitions: DefinitionTable) {
    all = calls
    own = calls.filter { definitions.isDefinedByUnit($0) }
    shared = calls.filter { definitions.isShared($0) }
  }

  /// Takes those out that a unit defines.
  mutating func take(definedBy definitions: Definitions) -> [(call: String, freeNames: Set<String>)] {
    if isEmpty { return [] }
    var found: [(call: String, freeNames: Set<String>)] = []
    let names =
      own.count < definitions.own.count
      ? own.filter { definitions.own[$0] != nil } : Set(definitions.own.keys.lazy.filter(own.contains))
    for name in names.union(shared) {
      guard let freeNames = definitions[name] else { continue }
      found.append((name, freeNames))
      all.remove(name)
      own.remove(name)
      shared.remove(name)
    }
    return found
  }
}

/// The definitions of a unit, its own and those that it takes.
struct KnownDefinitions {
  private(set) var all: Definitions
  /// The names that were added.
  private(set) var added: Set<String> = []

  init(_ own: Definitions) { all = own }

  mutating func add(_ name: String, _ freeNames: Set<String>?) {
    guard let freeNames else { return }
    all.set(name, to: freeNames)
    added.insert(name)
  }
}
