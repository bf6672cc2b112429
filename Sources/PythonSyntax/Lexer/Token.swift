/// What a token is.
enum TokenKind: UInt8, Sendable {
  // The keywords stand first, in the order of `KnownName`.
  case `false`, none, `true`, and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif
  case `else`, except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or,
    pass
  case raise, `return`, `try`, `while`, with, yield

  case endOfFile, newline, indent, dedent
  case name, number, string
  /// The ends of an f-string or t-string: its prefix and opening quotes, closing quotes.
  case formatStart, formatEnd
  /// An IPython escape; `value` is its index in the lexer's list.
  case escape
  /// The name that a cell magic binds, as in `%%capture out`.
  case magicTarget
  /// Bytes that are no token; the lexer has reported them.
  case invalid

  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, colon, semicolon, dot, ellipsis, arrow, equal, colonEqual, at, exclamation
  case plus, minus, star, doubleStar, slash, doubleSlash, percent, ampersand, bar, caret, tilde
  case leftShift, rightShift, less, greater, lessEqual, greaterEqual, doubleEqual, notEqual
  case plusEqual, minusEqual, starEqual, slashEqual, percentEqual, ampersandEqual, barEqual, caretEqual,
    atEqual
  case leftShiftEqual, rightShiftEqual, doubleStarEqual, doubleSlashEqual

  /// Whether the token is `+=` or its like.
  var isAugmentedAssignment: Bool { rawValue >= TokenKind.plusEqual.rawValue }
}

/// One token: what it is and the bytes it stands for.
struct Token: Sendable {
  var kind: TokenKind
  /// How many brackets are open around it.
  var depth: UInt8 = 0
  /// For string tokens what their prefix says.
  var prefix: StringPrefix = []
  var start: Int32
  var end: Int32
  /// The name of a name token, the index of an escape.
  var value: Int32 = -1

  /// The bytes of the token.
  var range: Range<Int> { Int(start)..<Int(max(start, end)) }
}

/// What the letters before a string, and its quotes, say.
struct StringPrefix: OptionSet, Sendable {
  let rawValue: UInt8
  static let raw = StringPrefix(rawValue: 1)
  static let bytes = StringPrefix(rawValue: 2)
  static let format = StringPrefix(rawValue: 4)
  static let template = StringPrefix(rawValue: 8)
  static let unicode = StringPrefix(rawValue: 16)
  static let triple = StringPrefix(rawValue: 32)
}
