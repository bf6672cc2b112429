extension Parser {
  /// One string, f-string or t-string, or several in a row.
  mutating func parseStrings() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let isTemplate = token.prefix.contains(.template)
    var chain = NodeChain()
    var hasBytes = false
    var hasText = false
    var hasFormat = false
    repeat {
      if token.prefix.contains(.template) != isTemplate { throw try mixedTemplateFailure(after: chain.last) }
      if kind == .formatStart {
        hasFormat = true
        chain.append(try parseFormatString(), to: &tree)
      } else {
        let isBytes = token.prefix.contains(.bytes)
        hasBytes = hasBytes || isBytes
        hasText = hasText || !isBytes
        chain.append(addToken(isBytes ? .bytes : .string), to: &tree)
      }
    } while kind == .string || kind == .formatStart
    if hasBytes, hasText || hasFormat {
      throw failure("cannot mix bytes and nonbytes literals", tree[chain.first].range)
    }
    if chain.count == 1 { return chain.first }
    return add(hasFormat ? .formatString : hasBytes ? .bytes : .string, from: start, chain)
  }

  /// The error where a t-string stands beside a literal of another kind; what is wrong inside it comes first.
  private mutating func mixedTemplateFailure(after first: NodeIndex) throws(ParseFailure) -> ParseFailure {
    let second = kind == .formatStart ? try parseFormatString() : addToken(.string)
    return failure("cannot mix t-string literals with string or bytes literals", from: first, to: second)
  }

  private mutating func parseFormatString() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    let what = token.prefix.contains(.template) ? "t-string" : "f-string"
    advance()
    var chain = NodeChain()
    while kind == .leftBrace { chain.append(try parseField(what), to: &tree) }
    try expect(.formatEnd)
    depth -= 1
    return add(.formatString, from: start, chain)
  }

  /// `{expression = !conversion : format}`
  private mutating func parseField(_ what: String) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    switch kind {
    case .rightBrace, .exclamation, .colon, .equal:
      let sign = kind == .rightBrace ? "}" : kind == .exclamation ? "!" : kind == .colon ? ":" : "="
      throw failure("\(what): valid expression required before '\(sign)'")
    default: break
    }
    var chain = NodeChain()
    chain.append(kind == .yield ? try parseYield() : try parseFieldExpression(what), to: &tree)
    _ = take(.equal)
    if take(.exclamation) { try parseConversion(what) }
    if kind == .colon {
      let formatStart = token.start
      advance()
      try enter()
      var inner = NodeChain()
      while kind == .leftBrace { inner.append(try parseField(what), to: &tree) }
      depth -= 1
      if inner.count > 0 { chain.append(add(.formatString, from: formatStart, inner), to: &tree) }
    }
    guard take(.rightBrace) else {
      throw failure(
        startsExpression(kind)
          ? "\(what): invalid syntax. Perhaps you forgot a comma?" : "\(what): expecting '}'")
    }
    return add(.replacementField, from: start, chain)
  }

  private mutating func parseFieldExpression(_ what: String) throws(ParseFailure) -> NodeIndex {
    if kind == .lambda {
      throw failure("\(what): lambda expressions are not allowed without parentheses")
    }
    return try parseStarExpressions()
  }

  private mutating func parseConversion(_ what: String) throws(ParseFailure) {
    guard kind == .name, token.start == previousEnd else {
      throw failure(
        kind == .name
          ? "\(what): conversion type must come right after the exclamation mark"
          : "\(what): invalid conversion character")
    }
    let letter = names.text(token.value)
    guard letter == "s" || letter == "r" || letter == "a" else {
      throw failure("\(what): invalid conversion character '\(letter)': expected 's', 'r', or 'a'")
    }
    advance()
  }
}
