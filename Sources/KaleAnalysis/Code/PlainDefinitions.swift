import PythonSyntax

/// Functions and classes of which only the kind of object that they return is known.
struct PlainDefinitions {
  private let own: CellFacts
  private let shared: SharedBlockFacts
  /// What is known of the names of the unit's own code; nil until something asks.
  private var known: [String: Bool]?

  /// Prepares to ask about the code of a unit, after the shared blocks.
  init(_ own: CellFacts, after shared: SharedBlockFacts) {
    (self.own, self.shared) = (own, shared)
  }

  /// Whether a value is what such a function or class gives.
  mutating func make(_ binding: Binding) -> Bool {
    guard case .path(let path) = binding.value, !path.steps.isEmpty else { return false }
    let known = self.known ?? Self.names(of: own)
    self.known = known
    return known[path.root] ?? shared.plainDefinitions[path.root] ?? false
  }

  /// Returns for each name that code binds whether it binds it to such a function or class first.
  static func names(of facts: CellFacts) -> [String: Bool] {
    let definitions = facts.definitions.filter { !$0.isGenerator && $0.kind != .asyncFunction }
    let plain = Set(definitions.map(\.name))
    var names: [String: Bool] = [:]
    for binding in facts.bindings where names[binding.name] == nil {
      let isDefinition = binding.kind == .function || binding.kind == .class
      names[binding.name] = isDefinition && plain.contains(binding.name)
    }
    return names
  }
}
