import PythonSyntax

/// What a unit's code wants from elsewhere and what it can hand on, in one reading of the code.
///
/// There are two readings. Kale's takes a name for provided by whatever code mentions it, be it deleted, or the
/// variable of a comprehension; it sees no name in the patterns of `match`, looks into no class, and takes
/// `from x import *` to bring whatever is undefined. The other follows Python: what runs, is bound and stays bound.
package struct UnitNames: Sendable {
  /// Names the code needs from elsewhere.
  package let wanted: Set<String>
  /// For each definition that needs names of its surroundings when it is used elsewhere: these names.
  package let definitions: [String: Set<String>]
  /// Names that are made in some runs of the code and not in others.
  let madeSometimes: Set<String>
  /// Names the code makes.
  private let made: [Set<String>]
  /// Names it hands on if it has them, made or taken in.
  private let mentioned: [Set<String>]

  /// Whether the code hands a name on.
  /// - Parameter isTakenIn: whether the unit takes the name in.
  func provides(_ name: String, isTakenIn: Bool) -> Bool {
    makes(name) || isTakenIn && mentioned.contains { $0.contains(name) }
  }

  /// Whether the code makes the name, so that it is there when the code has run.
  func makes(_ name: String) -> Bool { made.contains { $0.contains(name) } }

  init(asKaleReads own: CellFacts, after shared: SharedBlockFacts) {
    wanted = own.undefinedNames(after: shared.facts)
    var definitions = shared.functions
    for function in own.functions { definitions[function.name] = function.freeNames(after: shared.facts) }
    self.definitions = definitions
    made = [own.mentions, shared.facts.mentions]
    madeSometimes = []
    mentioned = made
  }

  init(whenRun own: CellFacts, making bound: Set<String>, after shared: SharedBlockFacts, kale: UnitNames) {
    wanted = Self.hiddenByStarImports(own, after: shared, bound: bound).union(kale.wanted)
      .subtracting(BuiltinNames.ipython)
    var definitions = kale.definitions
    for definition in own.definitions where definitions[definition.name] == nil {
      let freeNames = definition.freeNames(after: shared.facts)
      if !freeNames.isEmpty { definitions[definition.name] = freeNames }
    }
    self.definitions = definitions
    made = [bound, own.globalBindings, shared.bindings]
    // What a function binds is there only once the function has been called.
    madeSometimes = own.globalBindings.subtracting(bound)
      .union(own.bindings.lazy.filter { $0.certainty == .sometimes }.map(\.name))
    mentioned = kale.mentioned
  }

  /// Names that pyflakes holds for known, since a `from x import *` may bring them.
  private static func hiddenByStarImports(
    _ own: CellFacts, after shared: SharedBlockFacts, bound: Set<String>
  ) -> Set<String> {
    guard !own.starImports.isEmpty || !shared.facts.starImports.isEmpty else { return [] }
    let all = CellFacts.joined([shared.facts, own])
    let later = Set(all.deferredReads.map(\.name)).subtracting(bound).subtracting(shared.bindings)
    return later.union(all.reads.map(\.name)).subtracting(BuiltinNames.python)
  }
}
