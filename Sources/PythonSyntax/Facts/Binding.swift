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
  /// Whether the piece may run to its end, without an error, and not bind the name: it is bound in loops, in cases
  /// and branches of which there may be none that runs, in what an error may cut short. Where every branch binds it
  /// or does not come to its end it is bound for certain.
  public var isConditional: Bool

  /// A binding of `name` at `range`.
  public init(name: String, kind: Kind, range: Range<Int>, isConditional: Bool = false) {
    self.name = name
    self.kind = kind
    self.range = range
    self.isConditional = isConditional
  }
}
