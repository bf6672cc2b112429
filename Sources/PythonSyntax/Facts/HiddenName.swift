/// A name that code defines without a statement that binds it: `globals()["rate"] = 1`, `%%bash --out listing`.
public struct HiddenName: Sendable, Hashable {
  /// The name that the code defines.
  public var name: String
  /// The bytes of what defines it.
  public var range: Range<Int>
  /// Whether a magic defines it.
  public var isFromMagic: Bool
}

/// A place where code may define names that it does not show: `globals().update(settings)`, `%run helpers.py`.
public struct NameOpening: Sendable, Hashable {
  /// What defines them, in a word or two: `exec`, `%run`.
  public var text: String
  /// Its bytes.
  public var range: Range<Int>
  /// Whether it is a statement that is still being written: `import numpy as`.
  public var isUnfinished = false
}

/// A line that IPython may run as a magic although no `%` is in front: `pip install pandas`, `ls -la`.
///
/// IPython does so if the line is all that a cell contains, and no variable has the name of the magic.
public struct Automagic: Sendable, Hashable {
  /// The name of the magic.
  public var name: String
  /// The bytes of the line, from the name to the end.
  public var range: Range<Int>
  /// Whether the cell contains nothing else.
  public var isAlone: Bool
  /// Whether the line is Python too: `ls -la` is a subtraction.
  public var isPython: Bool
}
