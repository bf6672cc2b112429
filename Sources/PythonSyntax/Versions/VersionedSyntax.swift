/// A place in code that not every version of Python 3 accepts.
public struct VersionedSyntax: Sendable, Hashable {
  /// What is there.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case match
    /// `x[i := 0]`
    case namedIndex
    /// `int | None` where it is evaluated: not a matter of syntax, but the definition fails in the same way.
    case union
    /// The same in an annotation, which is evaluated unless `from __future__ import annotations` defers it.
    case annotatedUnion
    /// `except* E:`
    case exceptGroup
    /// `x[*a]`, `def f(*args: *Ts)`
    case starredIndex
    /// `type X = …`
    case typeAlias
    /// `def f[T](x): …`
    case typeParameters
    /// `f"{d["a"]}"`: the quotes, a backslash or a line break in a field.
    case formatString
    /// `class A[T = int]: …`
    case typeDefault
    /// `except A, B:`
    case bareTypes
    /// `t"…"`
    case templateString

    /// The first version of Python 3 that accepts it: 10 of 3.10.
    public var firstMinor: Int {
      switch self {
      case .match, .namedIndex, .union, .annotatedUnion: 10
      case .exceptGroup, .starredIndex: 11
      case .typeAlias, .typeParameters, .formatString: 12
      case .typeDefault: 13
      case .bareTypes, .templateString: 14
      }
    }
  }

  /// What it is.
  public var kind: Kind
  /// Its bytes.
  public var range: Range<Int>
  /// Whether the code fails whenever it runs: a union in the body of a function fails only if the function is called.
  public var isCertain = true

  /// Syntax of `kind` at `range`.
  public init(kind: Kind, range: Range<Int>, isCertain: Bool = true) {
    self.kind = kind
    self.range = range
    self.isCertain = isCertain
  }
}

/// A name of the standard library that not every version of Python 3 has, as code spells it.
public struct VersionedName: Sendable, Hashable {
  /// The path as it is written, `dt.UTC`; of an import that of what is imported, `datetime.UTC`; of an argument that of
  /// the function and its name, `zip.strict`.
  public var path: String
  /// Its bytes; of an import the whole statement.
  public var range: Range<Int>
  /// Whether an import names it.
  public var isImport: Bool

  /// The name `path` at `range`.
  public init(path: String, range: Range<Int>, isImport: Bool = false) {
    self.path = path
    self.range = range
    self.isImport = isImport
  }
}
