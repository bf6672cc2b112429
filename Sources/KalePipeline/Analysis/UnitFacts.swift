import PythonSyntax

/// What is known of a unit's whole code, the shared blocks in front: the facts of its cells, joined.
package struct UnitFacts: Sendable {
  /// Names that pyflakes calls undefined in the unit's code.
  package let undefined: Set<String>
  /// For each function the unit's code defines, the names its body needs from elsewhere.
  package let functions: [String: Set<String>]
  /// Names called directly.
  package let calls: [String]
  /// The name, where the code's last statement is nothing but a name.
  package let trailingName: String?
  private let mentions: Set<String>
  private let sharedMentions: Set<String>

  package static let none = UnitFacts(shared: SharedBlockFacts([]), cells: [])

  package init(shared: SharedBlockFacts, cells: [SharedFacts]) {
    let own = CellFacts.joined(cells.map(\.facts))
    let joined = CellFacts.joined([shared.facts, own])
    undefined = joined.undefinedNames()
    calls = joined.calls
    trailingName = joined.trailingName
    mentions = own.mentions
    sharedMentions = shared.facts.mentions
    var functions: [String: Set<String>] = [:]
    for function in joined.functions { functions[function.name] = shared.freeNames(of: function) }
    self.functions = functions
  }

  /// Whether the code mentions a name, as Kale counts mentions: such a unit "provides" the name.
  package func mentions(_ name: String) -> Bool { mentions.contains(name) || sharedMentions.contains(name) }
}

/// The facts of the code put in front of every step.
package struct SharedBlockFacts: Sendable {
  package let facts: CellFacts
  private let boundNames: Set<String>

  package init(_ cells: [SharedFacts]) {
    facts = CellFacts.joined(cells.map(\.facts))
    boundNames = Set(facts.bindings.map(\.name))
  }

  /// The names Kale takes for free in a function: those undefined in the shared blocks with the function behind them.
  func freeNames(of function: FunctionFacts) -> Set<String> {
    if facts.hasStarImport { return [] }
    var free = facts.undefinedNames(alsoBound: [function.name])
    for name in function.freeNames where !boundNames.contains(name) { free.insert(name) }
    return free
  }
}
