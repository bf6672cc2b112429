/// A function, class or lambda at module level, and what using it takes from the module.
///
/// Names are Python's here, not pyflakes': a name that the body binds anywhere is its own in the whole of it, `global`
/// makes it the module's, and what runs where the definition stands (decorators, defaults, bases, the statements of a
/// class body) is no part of using it. What the code there reads is in `CellFacts.reads`.
public struct DefinitionFacts: Sendable, Hashable {
  /// What is defined.
  public enum Kind: String, Sendable, Hashable {
    case function, asyncFunction, `class`
    /// `name = lambda …`
    case lambda
  }

  /// The name it is bound to.
  public var name: String
  /// What is defined.
  public var kind: Kind
  /// The bytes of the name where it is bound.
  public var range: Range<Int>
  /// Names of the module that its body, its methods and what is defined inside them may read, each once, without
  /// Python's builtins and its own name.
  public var freeNames: [String] = []
  /// Those of the free names that every call reads which runs to its end or to its first `return`, with their first
  /// such place. What a call of a class runs is `__new__`, or `__init__` where there is none.
  ///
  /// Empty for what does not run when it is called (generators, coroutines), for what is decorated, and where it is
  /// not sure that the name is bound to this definition: it is bound more than once, or not always.
  public var certainReads: [NameUse] = []
  /// Those of the free names that every such call calls, as in `name(…)`.
  public var certainCalls: [NameUse] = []
  /// Whether it has a decorator, which may make something else of it.
  public var isDecorated = false
  /// For each method of a class, but for those of its making, the free names that every call of it reads. Without what
  /// the class inherits.
  public var methods: [String: [NameUse]] = [:]
  /// Whether the body has a `yield` of its own.
  public var isGenerator = false

  /// A definition that needs nothing.
  public init(name: String, kind: Kind, range: Range<Int>) {
    self.name = name
    self.kind = kind
    self.range = range
  }

  /// The free names that `prefix`, running before, does not bind. With a star import in it there are none.
  public func freeNames(after prefix: CellFacts) -> Set<String> {
    guard prefix.starImports.isEmpty else { return [] }
    return Set(freeNames.filter { !prefix.flow.binds($0) })
  }

  mutating func forgetCertainties() {
    certainReads = []
    certainCalls = []
    methods = [:]
  }
}

/// A call of a method of an object.
public struct MethodCall: Sendable, Hashable {
  /// The name of the object, or of what was called to make it.
  public var object: String
  /// Whether the object is what a call of `object` gives, as in `Model().fit()`.
  public var isOfResult: Bool
  /// The method's name.
  public var method: String
  /// The bytes of the method's name.
  public var range: Range<Int>
}
