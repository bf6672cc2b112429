import PythonSyntax

/// What the names of a unit need when they are used elsewhere: functions and classes what they read, and values what the
/// functions and classes read that they hold on to.
struct CarriedNames {
  /// For each name that needs others: these.
  private(set) var definitions: Definitions

  /// `known`: what Kale sees: functions.
  init(of own: CellFacts, after shared: SharedBlockFacts, known: Definitions) {
    definitions = known
    for definition in own.definitions where definitions[definition.name] == nil {
      add(definition.freeNames(after: shared.facts), to: definition.name)
    }
    if !own.captures.isEmpty,
      !definitions.isEmpty || own.captures.contains(where: { !$0.value.freeNames.isEmpty })
    {
      addCaptures(of: own, after: shared)
    }
  }

  /// A value may hold others that are bound before or after it, and that hold it. Values that hold each other need equal
  /// names; of the others each comes after those that it holds.
  private mutating func addCaptures(of own: CellFacts, after shared: SharedBlockFacts) {
    let names = Array(own.captures.keys)
    let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let captured = names.map { name -> Set<String> in
      guard let value = own.captures[name] else { return [] }
      return value.names.union(value.callees.intersection(own.codeFactories)).subtracting([name])
    }
    // To Kale, a function reads the names in its defaults, which are read where it is defined.
    let bodies = Dictionary(
      own.definitions.map { ($0.name, Set($0.freeNames)) }, uniquingKeysWith: { $0.union($1) })
    let next = captured.map { $0.compactMap { places[$0] } }
    for group in StronglyConnectedComponents.lastFirst(next: next) {
      var needed: Set<String> = []
      for place in group {
        needed.formUnion(own.captures[names[place]]?.freeNames.excluding(shared.bindings) ?? [])
        for name in captured[place] {
          let names = definitions[name] ?? []
          needed.formUnion(places[name] == nil ? bodies[name].map(names.intersection) ?? names : names)
        }
      }
      for place in group { add(needed, to: names[place]) }
    }
  }

  private mutating func add(_ names: Set<String>, to name: String) {
    if !names.isEmpty { definitions.set(name, to: (definitions[name] ?? []).union(names)) }
  }
}
