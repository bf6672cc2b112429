import PythonSyntax

/// What the names of a unit need when they are used elsewhere: functions and classes what they read, and values what the
/// functions and classes read that they hold on to.
struct CarriedNames {
  /// For each name that needs others: these.
  private(set) var definitions: [String: Set<String>]

  /// `known`: what Kale sees: functions.
  init(of own: CellFacts, after shared: SharedBlockFacts, known: [String: Set<String>]) {
    definitions = known
    for definition in own.definitions where definitions[definition.name] == nil {
      add(definition.freeNames(after: shared.facts), to: definition.name)
    }
    guard !own.holdings.isEmpty else { return }
    // A value may hold another that is bound before or behind it: as long as something new is found.
    var isGrowing = true
    var rounds = 0
    while isGrowing, rounds < own.holdings.count {
      isGrowing = false
      rounds += 1
      for (name, holding) in own.holdings {
        let count = definitions[name]?.count ?? 0
        var needed = holding.freeNames.subtracting(shared.bindings)
        for held in holding.names where held != name { needed.formUnion(definitions[held] ?? []) }
        for maker in holding.makers.intersection(own.codeMakers) {
          needed.formUnion(definitions[maker] ?? [])
        }
        add(needed, to: name)
        if (definitions[name]?.count ?? 0) > count { isGrowing = true }
      }
    }
  }

  private mutating func add(_ names: Set<String>, to name: String) {
    if !names.isEmpty { definitions[name, default: []].formUnion(names) }
  }
}
