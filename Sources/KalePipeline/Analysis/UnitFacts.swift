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
    let isBlank = cells.allSatisfy { $0.facts.statements.isEmpty && $0.facts.escapes.isEmpty }
    trailingName = isBlank ? shared.facts.trailingName : own.trailingName
    mentions = own.mentions
    var functions = shared.functions
    for function in own.functions { functions[function.name] = function.freeNames(after: shared.facts) }
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

  package init(_ cells: [SharedFacts]) {
    let facts = CellFacts.joined(cells.map(\.facts))
    self.facts = facts
    calls = Set(facts.calls)
    functions = Dictionary(
      facts.functions.map { ($0.name, $0.freeNames(after: facts)) }, uniquingKeysWith: { _, last in last })
  }
}
