/// The definitions of all units of a notebook while names are resolved, and what each brings along.
///
/// A definition brings along the names that it needs and, where one of these is a definition of the unit or of one that it
/// runs after, the names which that needs. The units are asked once, nearest first, as Kale asks them: a name that the
/// third unit adds is looked for in the third and those after it.
///
/// Names are numbered, since each of many definitions may bring along as many names.
struct DefinitionTable: Sendable {
  /// Units that define a name alike.
  private struct Group: Sendable {
    /// In `needs`.
    let needs: Int
    var units: [UnitIndex]
  }

  private let graph: StepGraph
  private var definitions: UnitArray<Definitions>
  /// Whether a unit has been asked for its definitions.
  private var isKnown: UnitArray<Bool>
  private var names = NumberedNames()
  /// What definitions need.
  private var needs: [Needs] = []
  /// For each number the units that define the name by themselves.
  private var groups: [Int: [Group]] = [:]
  /// What the shared code defines, in the forms in which units have it, and for each unit its form.
  private var shared: [SharedDefinitions] = []
  private var forms: UnitArray<Int> = []
  /// Names and needs that a search has come to.
  private var marks = Marks()
  private var usedNeeds = Marks()
  private var orders = AncestorOrders()
  /// All names that definitions need.
  private var needed: Set<String> = []
  /// How many names and units the searches have looked at.
  private(set) var effort = 0

  /// A table of the definitions that each unit's code has.
  init(_ definitions: UnitArray<Definitions>, graph: StepGraph) {
    self.graph = graph
    self.definitions = definitions
    isKnown = UnitArray(repeating: false, count: definitions.count)
    for (unit, definitions) in definitions.indexed {
      for (name, needs) in definitions.own { add(unit, defining: name, needs) }
      forms.append(form(of: definitions.shared))
    }
  }

  private mutating func form(of definitions: [String: Set<String>]) -> Int {
    if let known = shared.firstIndex(where: { $0.definitions == definitions }) { return known }
    for name in definitions.keys { _ = names.number(of: name) }
    for names in definitions.values { needed.formUnion(names) }
    shared.append(SharedDefinitions(definitions: definitions))
    return shared.count - 1
  }

  /// What a unit has been found to define; nothing for a unit that has not been asked.
  subscript(unit: UnitIndex) -> Definitions { isKnown[unit] ? definitions[unit] : Definitions() }

  /// The name that a number stands for.
  func name(_ number: Int) -> String { names.texts[number] }

  /// Asks a unit for its definitions.
  mutating func ask(_ unit: UnitIndex) { isKnown[unit] = true }

  /// Whether some unit defines the name by itself.
  func isDefinedByUnit(_ name: String) -> Bool { names.known(name).map { groups[$0] != nil } ?? false }

  /// Whether no definition needs anything but some names, which are no definitions themselves.
  func needNothing(but names: Set<String>) -> Bool {
    needed.allSatisfy { names.contains($0) && !isDefinedByUnit($0) && !isShared($0) }
  }

  /// Whether the shared code defines the name.
  func isShared(_ name: String) -> Bool { shared.contains { $0.definitions[name] != nil } }

  /// Gives a unit its definitions, which differ for some names from those it had.
  mutating func set(_ new: Definitions, differingIn names: Set<String>, of unit: UnitIndex) {
    for name in names {
      guard let needs = new.own[name] else { continue }
      if let old = definitions[unit].own[name] { remove(unit, defining: name, old) }
      add(unit, defining: name, needs)
    }
    definitions[unit] = new
    isKnown[unit] = true
  }

  private mutating func add(_ unit: UnitIndex, defining name: String, _ set: Set<String>) {
    let number = names.number(of: name)
    if let group = groups[number]?.firstIndex(where: { needs[$0.needs].names == set }) {
      groups[number]?[group].units.append(unit)
    } else {
      groups[number, default: []].append(Group(needs: addNeeds(set), units: [unit]))
    }
  }

  /// The index of new needs. Definitions often come one after the other that need the same.
  private mutating func addNeeds(_ names: Set<String>) -> Int {
    if needs.last?.names != names {
      needs.append(Needs(names: names))
      needed.formUnion(names)
    }
    return needs.count - 1
  }

  private mutating func remove(_ unit: UnitIndex, defining name: String, _ set: Set<String>) {
    let number = names.number(of: name)
    guard let group = groups[number]?.firstIndex(where: { needs[$0.needs].names == set }) else { return }
    groups[number]?[group].units.removeAll { $0 == unit }
  }

  // MARK: What a definition brings along

  /// The numbers of all names that some definitions of a unit bring along.
  mutating func companions(of definitions: [String], in unit: UnitIndex) -> [Int] {
    let needs = definitions.compactMap { self.needs(of: $0, in: unit) }
    guard !needs.isEmpty else { return [] }
    let order = orders.order(of: unit, in: graph)
    for ancestor in order.units.dropFirst() { isKnown[ancestor] = true }
    var search = CompanionSearch(order: order)
    marks.clear()
    usedNeeds.clear()
    effort += order.units.count
    for needs in needs { search.waiting.insert(needs, at: 0) }
    while let (place, needs) = search.waiting.popFirst() {
      if usedNeeds.insert(needs) { find(numbers(of: needs), at: place, &search) }
    }
    return search.found
  }

  /// The index of what a definition of a unit needs; nil where that is nothing.
  private mutating func needs(of name: String, in unit: UnitIndex) -> Int? {
    guard let set = self[unit][name], !set.isEmpty, let number = names.known(name) else { return nil }
    if definitions[unit].own[name] == nil { return sharedNeeds(of: number, name, form: forms[unit]) }
    return groups[number]?.first { needs[$0.needs].names == set }?.needs
  }

  /// Notes names that are found when a unit is asked, and where they are found to be definitions themselves.
  private mutating func find(_ numbers: [Int], at place: Int, _ search: inout CompanionSearch) {
    effort += numbers.count
    for number in numbers where marks.insert(number) {
      search.found.append(number)
      look(for: number, from: place, &search)
    }
  }

  /// Notes where a name is found to be a definition by units that are asked at `start` or later: of those that define it
  /// alike the first, since the others add nothing.
  private mutating func look(for number: Int, from start: Int, _ search: inout CompanionSearch) {
    let order = search.order
    for group in groups[number] ?? [] {
      let place = group.units.lazy.compactMap { order.place(of: $0, from: start) }.min()
      if let place { search.waiting.insert(group.needs, at: place) }
    }
    let name = names.texts[number]
    guard isShared(name) else { return }
    let sharing = (start..<order.units.count).first { place in
      let unit = order.units[place]
      return shared[forms[unit]].definitions[name] != nil && definitions[unit].own[name] == nil
    }
    guard let sharing else { return }
    search.waiting.insert(
      sharedNeeds(of: number, name, form: forms[order.units[sharing]]), at: sharing)
  }

  private mutating func sharedNeeds(of number: Int, _ name: String, form: Int) -> Int {
    if let known = shared[form].needs[number] { return known }
    let new = addNeeds(shared[form].definitions[name] ?? [])
    shared[form].needs[number] = new
    return new
  }

  private mutating func numbers(of index: Int) -> [Int] {
    if let known = needs[index].numbers { return known }
    let numbers = needs[index].names.map { names.number(of: $0) }
    needs[index].numbers = numbers
    return numbers
  }
}

/// The names that a definition needs, and their numbers once these are asked for.
private struct Needs: Sendable {
  let names: Set<String>
  var numbers: [Int]?
}

/// What the shared code defines, and the needs of those that were asked for.
private struct SharedDefinitions: Sendable {
  let definitions: [String: Set<String>]
  var needs: [Int: Int] = [:]
}

/// A search for what definitions bring along.
private struct CompanionSearch {
  let order: AncestorOrder
  var found: [Int] = []
  /// Needs that are found when units are asked.
  var waiting = PriorityQueue<Int>()

  init(order: AncestorOrder) { self.order = order }
}
