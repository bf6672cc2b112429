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

  /// A binding of `name` at `range`.
  public init(name: String, kind: Kind, range: Range<Int>) {
    self.name = name
    self.kind = kind
    self.range = range
  }
}
