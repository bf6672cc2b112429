/// What the definitions at module level read when they are used, gathered while names are decided.
///
/// Everything put off while a definition is visited belongs to it: its body, its methods, functions inside them.
struct DefinitionLog {
  /// How a body that runs later comes to run.
  enum Body: Equatable {
    /// When something inside the definition is called.
    case inner
    /// It is the definition's own, but calling the definition need not run it: it is decorated, say.
    case own
    /// Whenever the definition is called.
    case called
    /// The same, unless the class has a `__new__`.
    case initializer
    /// Whenever a method of the class is called, one of `Entry.methods`.
    case method(Int)
  }

  struct Entry {
    var name: NameID
    var kind: DefinitionFacts.Kind
    /// The place of the name.
    var node: NodeIndex
    /// Whether calling it runs its own body, or its constructor, for certain.
    var isRunByCalls: Bool
    var isDecorated: Bool
    var isGenerator = false
    /// Whether it is a class that makes its objects itself, so that `__init__` may never be called.
    var hasConstructor = false
    var reads: [NameID] = []
    var certainReads: [Node] = []
    var certainCalls: [Node] = []
    /// The methods of a class, in order, with what every call of them reads.
    var methods: [(name: NameID, reads: [Node])] = []
  }

  /// How much had been noted of a definition at some time.
  typealias Mark = Int

  private(set) var entries: [Entry] = []
  /// The definition that is visited; -1 outside all.
  var owner: Int32 = -1
  /// The scope of the class that is visited, where it is a definition at module level.
  var classScope: Int32 = -1
  /// Which body is visited.
  var body = Body.inner
  /// Whether the body may have returned before this place.
  var mayHaveReturned = false

  /// For each name the last definition that was seen to read it, to read it for certain, to call it.
  private var readers: [Int32] = []
  private var certainReaders: [Int32] = []
  private var callers: [Int32] = []

  /// Starts a definition: what is put off from now on is part of it.
  mutating func begin(
    _ kind: DefinitionFacts.Kind, _ name: NameID, at node: NodeIndex, isRunByCalls: Bool, isDecorated: Bool
  ) {
    owner = Int32(truncatingIfNeeded: entries.count)
    entries.append(
      Entry(name: name, kind: kind, node: node, isRunByCalls: isRunByCalls, isDecorated: isDecorated))
  }

  /// How a method of the class that is visited comes to run.
  mutating func body(ofMethod name: NameID, isPlain: Bool) -> Body {
    switch KnownName(rawValue: name) {
    case .constructor:
      entries[Int(owner)].hasConstructor = true
      return isPlain && entries[Int(owner)].isRunByCalls ? .called : .inner
    case .initializer: return isPlain && entries[Int(owner)].isRunByCalls ? .initializer : .inner
    default:
      guard isPlain else { return .inner }
      entries[Int(owner)].methods.append((name, []))
      return .method(entries[Int(owner)].methods.count - 1)
    }
  }

  /// Starts a body that was put off.
  mutating func enter(_ body: Body, of owner: Int32) {
    self.owner = owner
    self.body = body
    mayHaveReturned = false
    if body == .initializer {
      self.body = entries[Int(owner)].hasConstructor ? .inner : .called
    }
  }

  /// The body has a `yield`: calling it runs nothing of it.
  mutating func noteYield() {
    guard owner >= 0, body != .inner else { return }
    if case .method(let index) = body { entries[Int(owner)].methods[index].reads = [] }
    if entries[Int(owner)].kind == .class { body = .inner } else { entries[Int(owner)].isGenerator = true }
  }

  // MARK: Uses

  mutating func noteRead(_ node: Node, isCertain: Bool, nameCount: Int) {
    grow(nameCount)
    let name = Int(node.value)
    if readers[name] != owner {
      readers[name] = owner
      entries[Int(owner)].reads.append(node.value)
    }
    if isCertain, case .method(let index) = body {
      entries[Int(owner)].methods[index].reads.append(node)
    } else if isCertain, certainReaders[name] != owner {
      certainReaders[name] = owner
      entries[Int(owner)].certainReads.append(node)
    }
  }

  mutating func noteCertainCall(_ node: Node, nameCount: Int) {
    grow(nameCount)
    guard callers[Int(node.value)] != owner else { return }
    callers[Int(node.value)] = owner
    entries[Int(owner)].certainCalls.append(node)
  }

  private mutating func grow(_ count: Int) {
    guard readers.count < count else { return }
    let missing = repeatElement(Int32(-1), count: count - readers.count)
    readers += missing
    certainReaders += missing
    callers += missing
  }

  /// How much has been noted of the current definition.
  var mark: Mark { owner >= 0 ? entries[Int(owner)].reads.count : 0 }

  /// A name that was noted of the current definition, counted as `mark` does; nil after the last.
  func read(at place: Mark) -> NameID? {
    guard owner >= 0, place < entries[Int(owner)].reads.count else { return nil }
    return entries[Int(owner)].reads[place]
  }

  /// Takes back a name that turns out to be the function's own.
  mutating func forget(_ name: NameID, at place: Mark) {
    readers[Int(name)] = -1
    certainReaders[Int(name)] = -1
    callers[Int(name)] = -1
    entries[Int(owner)].reads.remove(at: place)
    entries[Int(owner)].certainReads.removeAll { $0.value == name }
    entries[Int(owner)].certainCalls.removeAll { $0.value == name }
  }
}
