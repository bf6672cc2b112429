import PythonSyntax

/// The names that a unit's code needs and those that it can pass on, in one reading of the code.
///
/// There are two readings. Kale's takes a name for provided by whatever code mentions it, be it deleted, or the
/// variable of a comprehension; it sees no name in the patterns of `match`, looks into no class, and takes
/// `from x import *` to bring whatever is undefined. The other follows Python: what runs, is bound and stays bound.
package final class UnitNames: Sendable {
  /// Names the code needs from elsewhere.
  package let wanted: Set<String>
  /// For each definition that needs names of its surroundings when it is used elsewhere: these names.
  package let definitions: Definitions
  /// Names that only some runs of the code define.
  package let madeSometimes: Set<String>
  /// Names that the code may read before it defines them, though on other paths it defines them first.
  package let doubtful: Set<String>
  /// Names that it needs only because a string names them, or whose absence it handles: Kale does not see these.
  package let hiddenReads: Set<String>
  /// Names that are not missing where no unit provides them: the code does without them, or defines them without a
  /// binding.
  let dispensable: Set<String>
  /// Names the code defines, the last set in the shared code.
  private let made: [Set<String>]
  /// Names that it passes on if it defines or takes them; the last set is that of the shared code before each step.
  private let mentioned: [Set<String>]
  /// Whether it counts as defining every name that it mentions.
  private let makesWhatItMentions: Bool
  /// Whether it passes on what it takes.
  private let passesThrough: Bool
  /// Names that it has without defining or taking them, and passes on with a definition that needs them.
  let borrowed: Set<String>

  /// Whether the code passes a name on.
  /// `isTakenIn`: whether the unit takes the name in.
  package func provides(_ name: String, isTakenIn: Bool) -> Bool {
    makes(name) || isTakenIn && passesThrough && mentions(name)
  }

  /// Whether the code mentions a variable in a way that lets it pass the variable on.
  func mentions(_ name: String) -> Bool { mentioned.contains { $0.contains(name) } }

  /// The sets of names with which the unit's own code has to do.
  private var ownSets: [Set<String>] {
    makesWhatItMentions
      ? [mentioned[0], borrowed] : made.dropLast() + mentioned.dropLast() + CollectionOfOne(borrowed)
  }

  /// Returns those of some names that the unit may pass on because its own code defines or mentions them.
  func candidates(among names: Set<String>) -> Set<String> {
    var candidates: Set<String> = []
    for own in ownSets {
      for name in own where names.contains(name) { candidates.insert(name) }
    }
    return candidates
  }

  /// Whether the unit may pass a name on, as far as its own code decides.
  func mayPass(_ name: String) -> Bool {
    ownSets.contains { $0.contains(name) }
  }

  /// Whether the code of imports and functions cells may pass a name on.
  func sharedMayPass(_ name: String) -> Bool {
    made.last?.contains(name) ?? false || mentioned.last?.contains(name) ?? false
  }

  /// The names that this code and other code, after the same shared blocks, do not define or mention alike.
  func namesDiffering(from other: UnitNames) -> Set<String> {
    var names: Set<String> = []
    for (mine, others) in zip(ownSets, other.ownSets) where mine != others {
      for name in mine where !others.contains(name) { names.insert(name) }
      for name in others where !mine.contains(name) { names.insert(name) }
    }
    return names
  }

  /// Whether the code does without a name, or defines it without a binding.
  package func isDispensable(_ name: String) -> Bool { dispensable.contains(name) }

  /// How much the shared code affects names.
  var sharedSize: Int { (made.last?.count ?? 0) + (mentioned.last?.count ?? 0) }

  /// Returns those of the names that the code of imports and functions cells may pass on.
  func sharedCandidates(among names: Set<String>) -> Set<String> {
    [made.last, mentioned.last].compactMap(\.self).reduce(into: []) { $0.formUnion($1.intersection(names)) }
  }

  /// Returns those names that the code defines.
  func made(among names: Set<String>) -> Set<String> {
    made.reduce(into: []) { $0.formUnion($1.intersection(names)) }
  }

  /// Whether the code defines the name, so that it exists after the code has run.
  package func makes(_ name: String) -> Bool { made.contains { $0.contains(name) } }

  /// Whether the code needs and provides what other code does after the same shared blocks.
  func hasInterface(of other: UnitNames) -> Bool {
    wanted == other.wanted && definitions == other.definitions && madeSometimes == other.madeSometimes
      && doubtful == other.doubtful && hiddenReads == other.hiddenReads
      && dispensable == other.dispensable && made.dropLast() == other.made.dropLast()
      && mentioned.dropLast() == other.mentioned.dropLast() && passesThrough == other.passesThrough
      && borrowed == other.borrowed
  }

  init(asKaleReads own: CellFacts, after shared: SharedBlockFacts) {
    let starImports = shared.starImportsToKale + own.starImports.map(Self.nameToKale)
    let undefined = shared.code.undefinedNames(in: own)
    wanted = starImports.isEmpty ? undefined : undefined.union(starImports)
    var definitions = Definitions(shared: shared.functionsToKale)
    for function in own.functions {
      let freeNames = shared.code.freeNames(of: function)
      definitions.set(
        function.name,
        to: shared.starImportsToKale.isEmpty ? freeNames : freeNames.union(shared.starImportsToKale))
    }
    self.definitions = definitions
    made = [own.mentions, shared.facts.mentions]
    madeSometimes = []
    (doubtful, hiddenReads, dispensable) = ([], [], [])
    (mentioned, makesWhatItMentions) = (made, true)
    (passesThrough, borrowed) = (true, [])
  }

  /// The code of a referenced notebook to Kale, `names` being what it makes of it as of any other: what the notebook is
  /// missing itself it does not give, though it may change it.
  init(asKaleReadsNotebook names: UnitNames) {
    wanted = names.wanted
    definitions = names.definitions
    made = names.made.map { $0.excluding(names.wanted) }
    madeSometimes = []
    (doubtful, hiddenReads, dispensable) = ([], [], [])
    (mentioned, makesWhatItMentions) = (names.mentioned, false)
    (passesThrough, borrowed) = (false, [])
  }

  /// The code of a referenced notebook when it runs: the names of its imports and functions are its own affair, and what
  /// it assigns to a name that it takes is what later units take.
  init(whenNotebookRuns code: ReferencedCode, making bound: Set<String>, kale: UnitNames) {
    wanted = kale.wanted.excluding(code.sharedNames)
    definitions = kale.definitions
    made = [bound, []]
    madeSometimes = []
    (doubtful, hiddenReads, dispensable) = ([], [], [])
    (mentioned, makesWhatItMentions) = (kale.mentioned, false)
    (passesThrough, borrowed) = (false, code.sharedNames)
  }

  /// What Kale takes for an undefined name where pyflakes warns of a star import: the statement.
  static func nameToKale(ofStarImport module: String) -> String { "from \(module) import *" }

  /// Whether a name is none, but a star import that Kale takes for one.
  static func isStarImport(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: " ")) }

  init(whenRun own: CellFacts, making bound: Set<String>, after shared: SharedBlockFacts, kale: UnitNames) {
    doubtful = Set(own.doubtfulReads.map(\.name)).excluding(shared.bindings).excluding(
      BuiltinNames.python)
    let hidden = Self.hiddenByStarImports(own, after: shared, bound: bound)
    let known = hidden.isEmpty && doubtful.isEmpty ? kale.wanted : kale.wanted.union(hidden).union(doubtful)
    let ways = Self.hiddenReads(own, after: shared, known: kale.wanted)
    hiddenReads = ways.all
    let all = hiddenReads.isEmpty ? known : known.union(hiddenReads)
    let isAsKaleReads = !all.contains { BuiltinNames.ipython.contains($0) || Self.isStarImport($0) }
    wanted =
      isAsKaleReads ? all : all.filter { !BuiltinNames.ipython.contains($0) && !Self.isStarImport($0) }
    let hiddenNames = Set(own.hiddenNames.lazy.map(\.name))
    dispensable = ways.guarded.union(hiddenNames).union(shared.hiddenNames)
      .union(Self.askedNames(of: own, after: shared))
    var functions = Definitions(shared: shared.functions)
    for (name, needs) in kale.definitions.own {
      let isPlain = shared.starImportsToKale.isEmpty
      functions.set(name, to: isPlain ? needs : needs.filter { !Self.isStarImport($0) })
    }
    definitions = CarriedNames(of: own, after: shared, known: functions).definitions
    made = [
      hiddenNames.isEmpty ? bound : bound.union(hiddenNames), own.globalBindings,
      shared.hiddenNames.isEmpty ? shared.bindings : shared.bindings.union(shared.hiddenNames),
    ]
    // What a function binds exists only once the function has been called.
    madeSometimes = own.globalBindings.excluding(bound)
      .union(own.bindings.lazy.filter { $0.certainty != .always }.map(\.name))
    (mentioned, makesWhatItMentions) = (kale.mentioned, false)
    (passesThrough, borrowed) = (true, [])
  }

  /// Names that code reads only where it has asked whether they are defined, or does without them.
  static func askedNames(of code: CellFacts) -> Set<String> {
    var asked = Set(code.reads.lazy.filter { $0.way == .asked }.map(\.name))
    if asked.isEmpty { return asked }
    for read in code.reads where read.way.needsName { asked.remove(read.name) }
    return asked
  }

  private static func askedNames(of own: CellFacts, after shared: SharedBlockFacts) -> Set<String> {
    let asked = askedNames(of: own)
    if shared.askedNames.isEmpty { return asked }
    let others = own.reads.lazy.filter { $0.way.needsName }.map(\.name)
    return asked.union(shared.askedNames.subtracting(others))
  }

  /// Names that code reads in strings or whose absence it handles, and those of which it only handles the absence.
  private static func hiddenReads(
    _ own: CellFacts, after shared: SharedBlockFacts, known: Set<String>
  ) -> (all: Set<String>, guarded: Set<String>) {
    var (inTexts, guarded) = (Set<String>(), Set<String>())
    for read in own.reads where read.way != .plain && read.way != .asked && !known.contains(read.name) {
      guard !shared.bindings.contains(read.name), !BuiltinNames.python.contains(read.name),
        !BuiltinNames.ipython.contains(read.name)
      else { continue }
      if read.way.isUnseen { inTexts.insert(read.name) } else { guarded.insert(read.name) }
    }
    return (inTexts.union(guarded), guarded.subtracting(inTexts))
  }

  /// Names that pyflakes holds for known, since a `from x import *` may bring them.
  private static func hiddenByStarImports(
    _ own: CellFacts, after shared: SharedBlockFacts, bound: Set<String>
  ) -> Set<String> {
    guard !own.starImports.isEmpty || !shared.facts.starImports.isEmpty else { return [] }
    let all = CellFacts.joined([shared.facts, own])
    let later = Set(all.deferredReads.map(\.name)).excluding(bound).excluding(shared.bindings)
    return later.union(all.reads.map(\.name)).excluding(BuiltinNames.python)
  }
}
