/// All effects of a piece of code on the names of its module: the part of its facts from which undefined names
/// follow, and which can be put together from pieces.
struct NameFlow: Hashable, Sendable {
  /// Effects by name; a name without one is neither read nor bound.
  var effects: [String: NameEffect] = [:]
  /// Reads in strings that are annotations only if some name comes from `typing`.
  var guardedReads: [GuardedRead] = []
  var conditions: [NameCondition] = []
  /// Modules of `from x import *`, in order, with leading dots.
  var starImports: [String] = []
  var postponesAnnotations = false
  var exports = ExportList()

  /// Adds what the next piece does.
  mutating func append(_ next: NameFlow) {
    let hasStarBefore = !starImports.isEmpty
    let shift = Int32(conditions.count)
    for condition in next.conditions {
      var moved = condition
      moved.shift(by: shift)
      if !moved.isFinal, let effect = effects[moved.name] {
        moved.states = effect.transition.origins(of: moved.states)
      }
      conditions.append(moved)
    }
    for read in next.guardedReads {
      var moved = read
      moved.condition = NameCondition.shifted(read.condition, by: shift)
      guardedReads.append(moved)
    }
    for (name, effect) in next.effects {
      effects[name, default: NameEffect()] =
        effects[name, default: NameEffect()].followed(by: effect, hasStarBefore: hasStarBefore)
    }
    starImports += next.starImports
    postponesAnnotations = postponesAnnotations || next.postponesAnnotations
    exports.append(next.exports)
  }

  /// Whether the name is bound when this piece has run alone, as pyflakes sees it.
  func binds(_ name: String) -> Bool {
    switch effects[name]?.transition(.unbound) {
    case nil, .unbound, .annotated: false
    default: true
    }
  }

  /// The names that pyflakes calls undefined in a module made of this piece alone.
  func undefinedNames(builtins: Set<String>) -> Set<String> {
    undefinedNames(after: NameFlow(), builtins: builtins)
  }

  /// The names that pyflakes calls undefined in a module made of `prefix` and this piece.
  ///
  /// Costs as much as this piece and the open questions of `prefix` do; nothing is copied.
  func undefinedNames(after prefix: NameFlow, builtins: Set<String>) -> Set<String> {
    let outlook = ModuleOutlook(of: prefix, and: self)
    return undefinedNames(after: prefix, leavingOpen: prefix.openNames(outlook, builtins), builtins: builtins)
  }

  /// The same for a prefix whose open names are known, which then cost nothing: where this piece changes nothing about
  /// them, the answer shares their storage.
  func undefinedNames(
    after prefix: NameFlow, leavingOpen open: Set<String>, builtins: Set<String>
  ) -> Set<String> {
    let outlook = ModuleOutlook(of: prefix, and: self)
    let hasStar = !prefix.starImports.isEmpty
    var undefined = open
    for (name, effect) in effects {
      let whole = (prefix.effects[name] ?? NameEffect()).followed(by: effect, hasStarBefore: hasStar)
      let isUndefined = outlook.isUndefined(name, whole, builtins)
      guard isUndefined != undefined.contains(name) else { continue }
      if isUndefined { undefined.insert(name) } else { undefined.remove(name) }
    }
    addGuarded(&undefined, after: prefix, builtins: builtins, isStarred: outlook.isStarred)
    addExports(&undefined, after: prefix, builtins: builtins, isStarred: outlook.isStarred)
    return undefined
  }

  /// The names that are undefined in a module in which nothing else does anything to them. What hangs on conditions or
  /// on `__all__` is not among them.
  func openNames(_ outlook: ModuleOutlook, _ builtins: Set<String>) -> Set<String> {
    var open: Set<String> = []
    for (name, effect) in effects where effect.mayBeUndefined && outlook.isUndefined(name, effect, builtins) {
      open.insert(name)
    }
    return open
  }

  private func addGuarded(
    _ undefined: inout Set<String>, after prefix: NameFlow, builtins: Set<String>, isStarred: Bool
  ) {
    for read in prefix.guardedReads
    where prefix.holds(read.condition, finalState: { finalState($0, after: prefix, builtins: builtins) }) {
      check(read, &undefined, after: prefix, builtins: builtins, isStarred: isStarred)
    }
    for read in guardedReads
    where holds(
      read.condition, initialState: { prefix.finalState($0, builtins: builtins) },
      finalState: { finalState($0, after: prefix, builtins: builtins) })
    {
      check(read, &undefined, after: prefix, builtins: builtins, isStarred: isStarred)
    }
  }

  private func check(
    _ read: GuardedRead, _ undefined: inout Set<String>, after prefix: NameFlow, builtins: Set<String>,
    isStarred: Bool
  ) {
    let isGlobal =
      effects[read.name]?.isDeclaredGlobal ?? false || prefix.effects[read.name]?.isDeclaredGlobal ?? false
    guard !isGlobal else { return }
    let final = finalState(read.name, after: prefix, builtins: builtins)
    if read.states.contains(state: final), !(isStarred && final == .unbound) { undefined.insert(read.name) }
  }

  private func addExports(
    _ undefined: inout Set<String>, after prefix: NameFlow, builtins: Set<String>, isStarred: Bool
  ) {
    guard !isStarred else { return }
    var all = prefix.exports
    all.append(exports)
    for name in all.names where finalState(name, after: prefix, builtins: builtins) == .unbound {
      let isGlobal =
        effects[name]?.isDeclaredGlobal ?? false || prefix.effects[name]?.isDeclaredGlobal ?? false
      if !isGlobal { undefined.insert(name) }
    }
  }

  /// The state of a name after this piece, at the start of a module.
  private func finalState(_ name: String, builtins: Set<String>) -> NameState {
    let initial: NameState = builtins.contains(name) ? .bound : .unbound
    return effects[name]?.transition(initial) ?? initial
  }

  private func finalState(_ name: String, after prefix: NameFlow, builtins: Set<String>) -> NameState {
    let before = prefix.finalState(name, builtins: builtins)
    return effects[name]?.transition(before) ?? before
  }

  /// Whether a condition of this piece holds.
  private func holds(
    _ condition: Int32, initialState: (String) -> NameState = { _ in .unbound },
    finalState: (String) -> NameState
  ) -> Bool {
    var index = condition
    while index > NameCondition.always {
      let node = conditions[Int(index - NameCondition.first)]
      let state = node.isFinal ? finalState(node.name) : initialState(node.name)
      index = node.states.contains(state: state) ? node.ifTrue : node.ifFalse
    }
    return index == NameCondition.always
  }
}

/// What of a whole module decides which of its names are undefined.
struct ModuleOutlook: Hashable, Sendable {
  /// Whether a star import stands in the module.
  var isStarred: Bool
  var postponesAnnotations: Bool

  /// The module made of two pieces.
  init(of first: NameFlow, and second: NameFlow) {
    isStarred = !first.starImports.isEmpty || !second.starImports.isEmpty
    postponesAnnotations = first.postponesAnnotations || second.postponesAnnotations
  }

  /// Whether a name is undefined to which the module does what `effect` says.
  func isUndefined(_ name: String, _ effect: NameEffect, _ builtins: Set<String>) -> Bool {
    effect.isUndefined(
      initial: builtins.contains(name) ? .bound : .unbound, hasStarImport: isStarred,
      postponesAnnotations: postponesAnnotations)
  }
}

/// A read, in a string, of a name that counts only if a condition holds.
struct GuardedRead: Hashable, Sendable {
  var condition: Int32
  var name: String
  /// Final states of the name for which it is undefined.
  var states: NameStates
}

/// A question about the state of one name, and what to do with the answer: a decision diagram in an array.
struct NameCondition: Hashable, Sendable {
  static let never: Int32 = 0
  static let always: Int32 = 1
  /// The index that stands for the first condition of the array.
  static let first: Int32 = 2

  var name: String
  /// The question: is the name in one of these states?
  var states: NameStates
  /// Asked of the state at the end of the module, rather than before the piece.
  var isFinal: Bool
  /// `never`, `always` or a further condition.
  var ifTrue: Int32
  var ifFalse: Int32

  static func shifted(_ index: Int32, by shift: Int32) -> Int32 { index >= first ? index + shift : index }

  mutating func shift(by shift: Int32) {
    ifTrue = Self.shifted(ifTrue, by: shift)
    ifFalse = Self.shifted(ifFalse, by: shift)
  }
}

/// The names in `__all__`, which pyflakes checks too.
struct ExportList: Hashable, Sendable {
  var names: [String] = []
  /// Whether the list starts anew in this piece rather than going on with what earlier pieces export.
  var replacesEarlier = false

  mutating func append(_ next: ExportList) {
    if next.replacesEarlier {
      self = next
    } else {
      names += next.names
    }
  }
}
