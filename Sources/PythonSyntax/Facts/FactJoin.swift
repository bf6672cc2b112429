/// Puts the facts of pieces of code together, one after the other.
///
/// A piece costs as much as it has facts, however many pieces there were before: names are found by tables.
struct FactJoin {
  private var result = CellFacts()
  private var calls: Set<String> = []
  private var certainCalls: Set<String> = []
  /// The bindings in order; nil where one has been deleted since.
  private var bindings: [Binding?] = []
  private var placesOfBindings: [String: Int] = [:]
  private var placesOfDefinitions: [String: Int] = [:]
  private var placesOfFunctions: [String: Int] = [:]

  /// The facts of all pieces.
  var facts: CellFacts {
    var facts = result
    facts.calls = calls.sorted()
    facts.bindings = bindings.compactMap(\.self)
    return facts
  }

  /// Adds what the next piece does.
  mutating func append(_ piece: CellFacts) {
    appendReads(piece)
    if !result.mayEndEarly {
      result.certainCalls += piece.certainCalls.filter { certainCalls.insert($0.name).inserted }
      result.certainMethodCalls += piece.certainMethodCalls
    }
    appendChanges(piece.changes)
    result.mayEndEarly = result.mayEndEarly || piece.mayEndEarly
    appendDefinitions(piece)
    for (name, captured) in piece.captures {
      result.captures[name, default: CapturedNames()].formUnion(captured)
    }
    appendBindings(piece)
    appendFunctions(piece.functions)
    result.globalBindings.formUnion(piece.globalBindings)
    result.hiddenNames += piece.hiddenNames
    result.textNames.formUnion(piece.textNames)
    result.openings += piece.openings
    result.passesNamesOn = result.passesNamesOn || piece.passesNamesOn
    result.codeFactories.formUnion(piece.codeFactories)
    result.mentions.formUnion(piece.mentions)
    result.imports += piece.imports
    calls.formUnion(piece.calls)
    if !piece.isBlank {
      result.trailingName = piece.trailingName
      result.isBlank = false
    }
    result.flow.append(piece.flow)
  }

  private func binding(of name: String) -> Binding? { placesOfBindings[name].flatMap { bindings[$0] } }

  /// Whether the name is still what it was before the pieces, as far as these can tell.
  private func isOpen(_ name: String) -> Bool { result.flow.effects[name]?.transition.leavesOpen ?? true }

  /// Whether a piece deletes the name and binds it again, so that it starts anew, at the piece's place.
  private func startsAnew(_ name: String, in piece: CellFacts) -> Bool {
    piece.flow.effects[name]?.isDeletedSomewhere ?? false
  }

  private mutating func appendReads(_ piece: CellFacts) {
    if !result.mayEndEarly {
      result.doubtfulReads += piece.reads.filter { read in
        !read.isConditional && !isOpen(read.name) && binding(of: read.name)?.certainty == .sometimes
      }
    }
    result.doubtfulReads += piece.doubtfulReads.filter { read in
      binding(of: read.name).map { $0.certainty == .sometimes } ?? true
    }
    for var read in piece.reads where isOpen(read.name) {
      read.isConditional = read.isConditional || result.mayEndEarly
      result.reads.append(read)
    }
    result.deferredReads += piece.deferredReads
  }

  private mutating func appendChanges(_ others: [ChangeFact]) {
    for var change in others {
      change.isConditional = change.isConditional || result.mayEndEarly
      if !change.isDeletedBefore {
        let isBound = binding(of: change.name).map { $0.certainty != .sometimes } ?? false
        change.isBoundBefore = change.isBoundBefore || isBound
        change.isDeletedBefore = result.flow.effects[change.name]?.isDeletedSomewhere ?? false
      }
      result.changes.append(change)
    }
  }

  /// Must come before the piece's bindings are added.
  private mutating func appendDefinitions(_ piece: CellFacts) {
    // What the names are bound to when something calls them is not sure any more.
    for name in piece.deletions { forgetCertainties(of: name) }
    for binding in piece.bindings { forgetCertainties(of: binding.name) }
    for var definition in piece.definitions {
      let name = definition.name
      if binding(of: name) != nil, !startsAnew(name, in: piece) { definition.forgetCertainties() }
      if let place = placesOfDefinitions[name] {
        result.definitions[place] = definition
      } else {
        placesOfDefinitions[name] = result.definitions.count
        result.definitions.append(definition)
      }
    }
  }

  private mutating func forgetCertainties(of name: String) {
    if let place = placesOfDefinitions[name] { result.definitions[place].forgetCertainties() }
  }

  private mutating func appendBindings(_ piece: CellFacts) {
    for name in piece.deletions { forgetBinding(of: name) }
    for (name, effect) in piece.flow.effects where effect.isDeletedSomewhere { forgetBinding(of: name) }
    for var binding in piece.bindings {
      if let place = placesOfBindings[binding.name], let earlier = bindings[place] {
        binding.certainty = max(binding.certainty, earlier.certainty)
        binding.isRebound = true
        bindings[place] = binding
      } else {
        placesOfBindings[binding.name] = bindings.count
        bindings.append(binding)
      }
    }
    for binding in piece.bindings { result.deletions.remove(binding.name) }
    result.deletions.formUnion(piece.deletions)
  }

  private mutating func forgetBinding(of name: String) {
    if let place = placesOfBindings.removeValue(forKey: name) { bindings[place] = nil }
  }

  private mutating func appendFunctions(_ others: [FunctionFacts]) {
    for function in others {
      if let place = placesOfFunctions[function.name] {
        result.functions[place] = function
      } else {
        placesOfFunctions[function.name] = result.functions.count
        result.functions.append(function)
      }
    }
  }
}
