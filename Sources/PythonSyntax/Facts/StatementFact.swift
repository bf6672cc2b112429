/// A statement at module level, as Kale's parameter and metric cells see it, and whether it does anything but define.
public struct StatementFact: Sendable, Hashable {
  /// The kinds of statements that rules tell apart.
  public enum Kind: Sendable, Hashable {
    /// `name = literal`, a constant and nothing more.
    case literalAssignment(name: String, PythonLiteral)
    /// `name = -1` or `+1.5`: a sign before a number. Kale refuses it.
    case signedNumberAssignment(name: String, PythonLiteral)
    /// Any other assignment with one target that is a name.
    case otherAssignment(name: String)
    /// An assignment to several targets, a tuple, an attribute or a subscript.
    case complexAssignment
    /// `name: annotation = value` or `name: annotation`.
    case annotatedAssignment(name: String?)
    /// `print(name)` and nothing more.
    case printName(String)
    /// A name alone.
    case name(String)
    /// A function or class, or `type name = …`.
    case definition(name: String)
    case `import`
    /// A constant alone, such as a docstring or `...`, or `pass`.
    case constant
    /// `if`, `try` or `with` that holds nothing but imports, definitions, constants and assignments of constants, as
    /// `if TYPE_CHECKING:` and `try: import …` do.
    case guarded
    case other
  }

  /// The kind of the statement.
  public var kind: Kind
  /// Its bytes in the text.
  public var range: Range<Int>
  /// Whether it calls something when it runs: anywhere but in the bodies of functions and lambdas. Decorators count.
  public var runsCalls: Bool

  /// A statement of `kind` at `range`.
  public init(kind: Kind, range: Range<Int>, runsCalls: Bool = false) {
    self.kind = kind
    self.range = range
    self.runsCalls = runsCalls
  }
}
