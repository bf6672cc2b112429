/// One name that module-level code binds.
public struct Binding: Sendable, Hashable {
  /// How a name came to be bound.
  public enum Kind: String, Sendable, Hashable {
    case assignment, augmentedAssignment, annotation, loop, with, exception, pattern, walrus
    case function, `class`, `import`, typeAlias, magic
  }

  /// The name, see `NameUse.name`.
  public var name: String
  /// How it is bound last.
  public var kind: Kind
  /// The bytes of its last binding occurrence.
  public var range: Range<Int>
  /// Whether the name is bound whenever the piece has run to its end without an error.
  public var certainty: Certainty
  /// How the value of its last binding is made.
  public var value: BindingValue
  /// Whether it is bound in several places, so that the last need not be the one whose value it has in the end.
  public var isRebound: Bool

  /// Whether a piece of code that has run to its end has bound a name.
  public enum Certainty: String, Sendable, Hashable, Comparable {
    /// It is bound in cases and branches of which there may be none that runs, or in what an error may cut short.
    case sometimes
    /// It is bound where a loop has a round.
    case unlessLoopIsEmpty
    /// It is bound on every way through the code that comes to its end.
    case always

    /// From what is least certain to what is most.
    public static func < (left: Certainty, right: Certainty) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .sometimes: 0
      case .unlessLoopIsEmpty: 1
      case .always: 2
      }
    }
  }

  /// A binding of `name` at `range`.
  public init(
    name: String, kind: Kind, range: Range<Int>, certainty: Certainty = .always, value: BindingValue = .other,
    isRebound: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.range = range
    self.certainty = certainty
    self.value = value
    self.isRebound = isRebound
  }
}
