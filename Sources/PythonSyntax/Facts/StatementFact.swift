/// A statement at module level, as Kale's parameter and metric cells see it.
public struct StatementFact: Sendable, Hashable {
  /// What the statement is.
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
    case other
  }

  /// What the statement is.
  public var kind: Kind
  /// Its bytes in the text.
  public var range: Range<Int>

  /// A statement of `kind` at `range`.
  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
