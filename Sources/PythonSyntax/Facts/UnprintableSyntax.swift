/// A place in a function at which Kale refuses the notebook.
///
/// Kale prints every function with the library astor, which does not know newer statements and leaves out parentheses
/// that are needed, and then reads what it printed. It does not look into methods of classes at module level.
public struct UnprintableSyntax: Sendable, Hashable {
  /// What the library does not print, or prints in a way that is no Python.
  public enum Kind: String, Sendable, Hashable {
    case match
    /// `except* E:`
    case exceptGroup
    /// `type X = …`
    case typeAlias
    /// `{**(a or b)}`: the parentheses are left out.
    case dictionaryUnpacking
    /// `x: (a, b)`: the same.
    case annotation
    /// `if (a, b):`, `while (a, b):`: the same.
    case tupleTest
    /// `def f(a, /, b, c=1, d=2)`: some defaults are printed at the parameters before `/`.
    case positionalOnly
    /// An f-string whose fields hold strings while there are double quotes in it, as in `f'{a["b"]} "c"'`: both are
    /// printed with single quotes. Or one with a field that is a lambda, or a set or dictionary with a format.
    case formatString
  }

  /// The syntax that Kale cannot print.
  public var kind: Kind
  /// Its bytes; of a statement with blocks the keyword, or the test.
  public var range: Range<Int>

  /// Syntax of `kind` at `range`.
  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
