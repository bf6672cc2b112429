import PythonSyntax

/// What is known of a unit's whole code, the shared blocks in front: the facts of its cells, joined.
package struct UnitFacts: Sendable {
  /// Names that pyflakes calls undefined in the unit's code.
  package let undefined: Set<String>
  /// For each function the unit's code defines, the names its body needs from elsewhere.
  package let functions: [String: Set<String>]
  /// Names called directly.
  package let calls: Set<String>
  /// The name, where the code's last statement is nothing but a name.
  package let trailingName: String?
  private let mentions: Set<String>
  private let shared: SharedBlockFacts

  package init(shared: SharedBlockFacts, cells: [SharedFacts]) {
    let own = cells.count == 1 ? cells[0].facts : CellFacts.joined(cells.map(\.facts))
    undefined = own.undefinedNames(after: shared.facts)
    calls = shared.calls.union(own.calls)
    trailingName = own.trailingName
    mentions = own.mentions
    var functions = shared.functions
    for function in own.functions { functions[function.name] = shared.freeNames(of: function) }
    self.functions = functions
    self.shared = shared
  }

  /// Whether the code mentions a name, as Kale counts mentions: such a unit "provides" the name.
  package func mentions(_ name: String) -> Bool {
    mentions.contains(name) || shared.facts.mentions.contains(name)
  }
}

/// The facts of the code put in front of every step.
package final class SharedBlockFacts: Sendable {
  package let facts: CellFacts
  let calls: Set<String>
  /// For each function of the blocks the names its body needs from elsewhere.
  let functions: [String: Set<String>]
  private let boundNames: Set<String>
  private let undefined: Set<String>
  private let readNames: Set<String>

  package init(_ cells: [SharedFacts]) {
    let facts = CellFacts.joined(cells.map(\.facts))
    let boundNames = Set(facts.bindings.map(\.name))
    let undefined = facts.undefinedNames()
    let readNames = Set(facts.reads.map(\.name))
    var functions: [String: Set<String>] = [:]
    for function in facts.functions {
      functions[function.name] = Self.freeNames(
        of: function, facts: facts, boundNames: boundNames, undefined: undefined, readNames: readNames)
    }
    self.facts = facts
    self.calls = Set(facts.calls)
    self.functions = functions
    self.boundNames = boundNames
    self.undefined = undefined
    self.readNames = readNames
  }

  /// The names Kale takes for free in a function: those undefined in the shared blocks with the function behind them.
  func freeNames(of function: FunctionFacts) -> Set<String> {
    Self.freeNames(
      of: function, facts: facts, boundNames: boundNames, undefined: undefined, readNames: readNames)
  }

  private static func freeNames(
    of function: FunctionFacts, facts: CellFacts, boundNames: Set<String>, undefined: Set<String>,
    readNames: Set<String>
  ) -> Set<String> {
    if facts.hasStarImport { return [] }
    var free = undefined
    // Code of the blocks that runs later finds the function.
    if !readNames.contains(function.name) { free.remove(function.name) }
    for name in function.freeNames where !boundNames.contains(name) { free.insert(name) }
    return free
  }
}
