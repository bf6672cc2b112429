/// A piece of IPython syntax that plain Python does not have.
public struct IPythonEscape: Sendable, Hashable {
  /// Which piece of syntax.
  public enum Kind: String, Sendable, Hashable {
    /// `%name …`
    case lineMagic
    /// `%%name …` with the rest of the cell.
    case cellMagic
    /// `!command` or `!!command`
    case shell
    /// `name = !command` or `name = %magic`
    case assignment
    /// `name?`, `name??`, `?name`
    case help
  }

  /// Which piece of syntax.
  public var kind: Kind
  /// The magic's name, the command or the object asked about, without the sign.
  public var text: String
  /// The bytes of the whole escape; for a cell magic its first line.
  public var range: Range<Int>

  /// An escape of `kind` at `range`.
  public init(kind: Kind, text: String, range: Range<Int>) {
    self.kind = kind
    self.text = text
    self.range = range
  }
}

extension IPythonEscape {
  /// The name of the magic, or the program of a shell command.
  package var word: Substring { text.prefix { $0 != " " && $0 != "\t" } }

  /// Whether it is a magic that runs code as if it stood alone: `%time`, and not `%timeit`, whose code runs many times and
  /// keeps its variables to itself.
  package var runsCodeOnce: Bool {
    (kind == .lineMagic || kind == .cellMagic) && MagicTable.runsOnce.contains(String(word))
  }
}
