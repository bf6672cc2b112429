/// The definitions of all units of a notebook while names are resolved, and what each brings along.
///
/// A definition brings along the names that it needs and, where one of these is a definition of the unit or of one that it
/// runs after, the names which that needs. The units are asked once, nearest first, as Kale asks them: a name that the
/// third unit adds is looked for in the third and those behind it.
struct DefinitionTable {
  /// Units that define a name alike.
  private struct Group {
    let needs: Set<String>
    var units: [Int]
  }

  private let graph: StepGraph
  private var definitions: [Definitions]
  /// Whether a unit has been asked for its definitions.
  private var isKnown: [Bool]
  /// For each name that some unit defines by itself who does.
  private var groups: [String: [Group]] = [:]
  /// What the code in front of every step defines, in the forms in which units have it.
  private var shared: [[String: Set<String>]] = []
  /// For each unit what its definitions were found to bring along.
  private var companions: [[String: Set<String>]]
  private var orders = AncestorOrders()
  /// The names that some definition needs.
  private(set) var neededNames: Set<String> = []

  /// A table of the definitions that each unit's code has.
  init(_ definitions: [Definitions], graph: StepGraph) {
    self.graph = graph
    self.definitions = definitions
    isKnown = Array(repeating: false, count: definitions.count)
    companions = Array(repeating: [:], count: definitions.count)
    for (unit, definitions) in definitions.enumerated() {
      for (name, needs) in definitions.own { add(unit, defining: name, needs) }
      if !shared.contains(definitions.shared) {
        shared.append(definitions.shared)
        for needs in definitions.shared.values { neededNames.formUnion(needs) }
      }
    }
  }

  /// What a unit has been found to define; nothing for a unit that has not been asked.
  subscript(unit: Int) -> Definitions { isKnown[unit] ? definitions[unit] : Definitions() }

  /// Asks a unit for its definitions.
  mutating func ask(_ unit: Int) { isKnown[unit] = true }

  /// Whether some unit defines the name by itself.
  func isDefinedByUnit(_ name: String) -> Bool { groups[name] != nil }

  /// Whether the code in front of every step defines the name.
  func isShared(_ name: String) -> Bool { shared.contains { $0[name] != nil } }

  /// Gives a unit its definitions, which differ for some names from those it had.
  mutating func set(_ new: Definitions, differingIn names: Set<String>, of unit: Int) {
    for name in names where new.own[name] != nil {
      if let old = definitions[unit].own[name] { remove(unit, defining: name, old) }
      if let needs = new.own[name] { add(unit, defining: name, needs) }
    }
    definitions[unit] = new
    isKnown[unit] = true
  }

  private mutating func add(_ unit: Int, defining name: String, _ needs: Set<String>) {
    neededNames.formUnion(needs)
    if let group = groups[name]?.firstIndex(where: { $0.needs == needs }) {
      groups[name]?[group].units.append(unit)
    } else {
      groups[name, default: []].append(Group(needs: needs, units: [unit]))
    }
  }

  private mutating func remove(_ unit: Int, defining name: String, _ needs: Set<String>) {
    guard let group = groups[name]?.firstIndex(where: { $0.needs == needs }) else { return }
    groups[name]?[group].units.removeAll { $0 == unit }
  }

  // MARK: What a definition brings along

  /// All names that a definition of a unit brings along. They depend on the unit and those before it alone, which do
  /// not change any more once a later unit asks.
  mutating func companions(of name: String, in unit: Int) -> Set<String> {
    if let known = companions[unit][name] { return known }
    guard let needs = self[unit][name], !needs.isEmpty else { return [] }
    let order = orders.order(of: unit, in: graph)
    for ancestor in order.units.dropFirst() { isKnown[ancestor] = true }
    let all = closure(of: needs, in: order)
    companions[unit][name] = all
    return all
  }

  /// Adds to some names what the definitions among them need, in the order in which the units are asked.
  private func closure(of names: Set<String>, in order: AncestorOrder) -> Set<String> {
    var all = names
    var waiting = PriorityQueue<Set<String>>()
    for name in names { look(for: name, from: 0, in: order, &waiting) }
    while let (place, needs) = waiting.popFirst() {
      for name in needs where all.insert(name).inserted { look(for: name, from: place, in: order, &waiting) }
    }
    return all
  }

  /// Notes where a name is found to be a definition by units that are asked at `start` or later: of those that define it
  /// alike the first, since the others add nothing.
  private func look(
    for name: String, from start: Int, in order: AncestorOrder, _ waiting: inout PriorityQueue<Set<String>>
  ) {
    for group in groups[name] ?? [] {
      let place = group.units.lazy.compactMap { order.place(of: $0, from: start) }.min()
      if let place { waiting.insert(group.needs, at: place) }
    }
    let sharing = (start..<order.units.count).first { place in
      let definitions = definitions[order.units[place]]
      return definitions.shared[name] != nil && definitions.own[name] == nil
    }
    if let sharing, let needs = definitions[order.units[sharing]].shared[name] {
      waiting.insert(needs, at: sharing)
    }
  }
}
