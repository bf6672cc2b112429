/// Where the comments of a piece of code stand.
public enum PythonComments {
  /// The bytes of each comment, from its `#` to the end of its line, in order.
  ///
  /// Comments are no part of `CellFacts` since hardly any code is asked for them. They are what lies between tokens: a `#`
  /// in a string, in the text of an f-string, in an IPython escape or in the body of a cell magic is none.
  public static func ranges(in source: [UInt8], dialect: PythonDialect = .notebook) -> [Range<Int>] {
    let size = min(source.count, PythonSource.sizeLimit)
    var lexer = Lexer(source, range: 0..<size, dialect: dialect, names: .known)
    lexer.run()
    var comments: [Range<Int>] = []
    var end = 0
    var formatDepth = 0
    for token in lexer.tokens {
      if formatDepth == 0 { comments += Self.comments(between: end, and: token.range.lowerBound, source) }
      end = max(end, token.range.upperBound)
      switch token.kind {
      case .formatStart: formatDepth += 1
      case .formatEnd: formatDepth = max(0, formatDepth - 1)
      // Also where an f-string is never closed.
      case .newline: formatDepth = 0
      case .escape where lexer.hidesRest(token): return comments
      default: break
      }
    }
    return comments
  }

  private static func comments(between start: Int, and end: Int, _ source: [UInt8]) -> [Range<Int>] {
    var comments: [Range<Int>] = []
    var place = start
    while place < end {
      guard source[place] == "#" else {
        place += 1
        continue
      }
      let comment = place
      while place < end, !source[place].isLineEnd { place += 1 }
      comments.append(comment..<place)
    }
    return comments
  }
}

extension Lexer {
  /// Whether an escape is a cell magic whose body is not Python.
  fileprivate func hidesRest(_ token: Token) -> Bool {
    let index = Int(token.value)
    guard escapes.indices.contains(index) else { return false }
    return escapes[index].kind == .cellMagic && !Self.pythonCellMagics.contains(escapes[index].text)
  }
}
