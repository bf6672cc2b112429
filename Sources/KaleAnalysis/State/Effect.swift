/// What code does to state, as it is known without knowing the step that does it.
struct Effect: Hashable {
  enum Target: Hashable {
    case item(StateItem)
    /// The file at a path.
    case file(PathText, family: String?, isFolder: Bool)
    /// An environment variable.
    case variable(PathText)
    /// What a function is given for a parameter.
    case argument(String)
    /// A name of the notebook.
    case name(String)
  }

  enum Access: Hashable {
    case read
    /// Changed, so that what it was may still matter.
    case change
    /// Changed so that what it was does not matter any more.
    case replace
  }

  var target: Target
  var access: Access
}

/// What a function does to state when it is called.
struct EffectSummary {
  private(set) var effects: [(effect: Effect, isCertain: Bool)] = []
  private var known: Set<Effect> = []

  /// So many effects are kept of a function, so that many functions that call each other cost no more than few.
  private static let limit = 128

  mutating func add(_ effect: Effect, isCertain: Bool) {
    guard effects.count < Self.limit, known.insert(effect).inserted else { return }
    effects.append((effect, isCertain))
  }

  mutating func formUnion(_ other: EffectSummary) {
    for (effect, _) in other.effects { add(effect, isCertain: false) }
  }
}
