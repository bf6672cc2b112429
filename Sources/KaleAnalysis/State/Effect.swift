/// What code does to state, as it is known without knowing the step that does it.
struct Effect: Hashable {
  enum Target: Hashable {
    case item(StateItem)
    /// The file at a path.
    case file(PathText, family: String?, isFolder: Bool)
    /// The database at a path, if a statement in SQL changes it.
    case database(PathText, statement: PathText)
    /// An environment variable.
    case variable(PathText)
    /// An option of a group, by a text that tells it from the others.
    case option(StateItem.OptionGroup, String)
    /// The argument of a parameter, or an object with this link to it.
    case argument(String, ObjectLink)
    /// The same, if it is something that Matplotlib draws on.
    case drawing(String, ObjectLink)
    /// The argument of a parameter, to which records of logs are passed from now on.
    case handler(String)
    /// A name of the notebook.
    case name(String)
  }

  enum Access: Hashable {
    case read
    /// Read only to change it, or under another name: what it is shows nowhere.
    case touch
    /// Changed, so that what it was may still matter.
    case change
    /// Changed only to remember what has been computed: what is computed again is the same.
    case remember
    /// Changed so that what it was does not matter any more.
    case replace
    /// Kept as it is, so that the code can restore it.
    case keep
    /// Set to what has been kept last.
    case restore
  }

  var target: Target
  var access: Access
  /// Whether it may not happen for all that is known, so that no finding should say that it does.
  var isSupposed = false
}

/// What a function does to state when it is called.
struct EffectSummary {
  private(set) var effects: [(effect: Effect, isCertain: Bool)] = []
  /// The links of its result to its parameters and to variables of the notebook.
  var results: [Meaning.Root] = []
  /// What it returns, if that is always a table, an array or an object of one class of the notebook.
  var data: Meaning.Kind?
  /// What the objects are that it returns together, if it always returns the same number of them.
  var elements: [Meaning.Kind] = []
  /// What it assigns to variables of the module, which it declares `global`.
  var assigned: [String: Meaning] = [:]
  /// What the objects of parameters hold after a call, of what it is given: `def attach(self, log): self.log = log`.
  private(set) var kept: [(parameter: String, roots: [Meaning.Root])] = []
  private var known: Set<Effect> = []

  /// The largest number of effects that are kept for a function, so that functions that call each other cost little.
  private static let limit = 128

  /// Notes that the object of a parameter holds others from now on.
  mutating func keep(_ roots: [Meaning.Root], in parameter: String) {
    if kept.count < Self.keptLimit { kept.append((parameter, roots)) }
  }

  private static let keptLimit = 16

  mutating func add(_ effect: Effect, isCertain: Bool) {
    guard effects.count < Self.limit, known.insert(effect).inserted else { return }
    effects.append((effect, isCertain))
    // To change what has been restored is another change.
    for access in effect.access.undone {
      known.remove(Effect(target: effect.target, access: access, isSupposed: effect.isSupposed))
    }
  }

  /// Whether it may change an item or an option.
  func changes(_ target: Effect.Target) -> Bool {
    effects.contains { $0.effect.target == target && $0.effect.access.isChange }
  }

  /// Whether it changes what it is given.
  var changesArguments: Bool {
    effects.contains { effect, _ in
      switch effect.target {
      case .argument, .drawing: effect.access != .read
      case .item, .option, .file, .database, .variable, .handler, .name: false
      }
    }
  }

  /// Whether every call changes the object that is given to a parameter.
  func changes(argument parameter: String?) -> Bool {
    effects.contains { effect, isCertain in
      guard isCertain, effect.access == .change, case .argument(let name, _) = effect.target else {
        return false
      }
      return name == parameter
    }
  }

  /// Whether what it returns may depend on more than its arguments.
  var changesResults: Bool {
    effects.contains { effect, _ in
      if effect.access == .keep { return false }
      return switch effect.target {
      case .item(.cache), .item(.options(.recursion)): false
      case .item, .option, .file, .database, .variable, .argument, .drawing, .handler, .name: true
      }
    }
  }

  mutating func formUnion(_ other: EffectSummary) {
    for (effect, _) in other.effects { add(effect, isCertain: false) }
  }

  /// The names that it reads only to remember in them what it has computed: it changes them in some calls, and reads them.
  var remembered: Set<String> {
    var (read, changed, certain): (Set<String>, Set<String>, Set<String>) = ([], [], [])
    for (effect, isCertain) in effects where !effect.isSupposed {
      guard case .name(let name) = effect.target else { continue }
      switch effect.access {
      case .read: read.insert(name)
      case .touch, .keep, .restore: break
      case .change, .replace, .remember:
        changed.insert(name)
        if isCertain { certain.insert(name) }
      }
    }
    return changed.subtracting(certain).intersection(read)
  }
}

extension Effect.Target {
  /// What it is about, if that is one of several options.
  var option: String? { if case .option(_, let name) = self { name } else { nil } }
}

extension Effect.Access {
  var isChange: Bool {
    switch self {
    case .change, .remember, .replace: true
    case .read, .touch, .keep, .restore: false
    }
  }

  /// What has no effect any more where this follows.
  fileprivate var undone: [Self] {
    switch self {
    case .change, .replace: [.keep, .restore]
    case .keep: [.change, .replace, .restore]
    case .restore: [.change, .replace, .keep]
    case .read, .touch, .remember: []
    }
  }
}
