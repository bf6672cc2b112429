/// One place where a name is read.
public struct NameUse: Sendable, Hashable {
  /// The name in the form NFKC, as CPython compares names; but with accents as written, to Swift the same.
  public var name: String
  /// Its bytes in the text.
  public var range: Range<Int>
  /// Whether the piece may run to its end, or end on purpose, without reading the name here.
  ///
  /// So it is with all code that runs later, and at module level with
  /// - what hangs on a test: branches, loops, `match` cases, comprehensions but for their first iterable, the right
  ///   side of `and` and `or`, values of conditional expressions, the third operand of a comparison and those after
  ///   it, the message of `assert`;
  /// - what hangs on errors: all of a `try` that has handlers, but for its `finally`; the block of `with suppress(…)`;
  /// - annotations, which Python 3.14 does not look at;
  /// - what follows a place where the module may end, see `CellFacts.mayEndEarly`.
  ///
  /// Where it is false and the name is missing, the code fails with a `NameError` unless it fails before.
  public var isConditional: Bool
  /// How the code comes to read the name.
  public var way: Way

  /// How code comes to read a name.
  public enum Way: String, Sendable, Hashable {
    /// It spells the name.
    case plain
    /// A string that is run as code mentions it: `df.query("a > @limit")`. pyflakes does not see it.
    case text
    /// It spells the name in an `await` expression outside of functions, as only notebooks have it. pyflakes does not look there.
    case awaited
    /// The code does without it where the name is undefined: it catches the `NameError`, or asks first. pyflakes does
    /// not report it.
    case guarded
    /// The code has asked before whether the name is defined, or does without it in a way that pyflakes does not know:
    /// `if "rate" in globals(): print(rate)`. pyflakes reports it like a plain read.
    case asked

    /// Whether the code needs the name, as far as it runs: it does not handle its absence.
    public var needsName: Bool { self == .plain || isUnseen }
    /// Whether pyflakes does not see the name.
    public var isUnseen: Bool { self == .text || self == .awaited }
  }

  /// A use of `name` at `range`.
  public init(name: String, range: Range<Int>, isConditional: Bool = false, way: Way = .plain) {
    self.name = name
    self.range = range
    self.isConditional = isConditional
    self.way = way
  }
}
