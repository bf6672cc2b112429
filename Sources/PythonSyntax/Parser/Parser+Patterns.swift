extension Parser {
  /// A `match` statement; nil where `match` turns out to be a name.
  mutating func parseMatch() throws(ParseFailure) -> NodeIndex? {
    guard opensMatch else { return nil }
    let mark = (index: index, nodes: tree.nodes.count, errors: log, depth: depth)
    let start = token.start
    advance()
    var chain = NodeChain()
    do throws(ParseFailure) {
      chain.append(try parseSubject(), to: &tree)
      guard kind == .colon, nextKind == .newline else { throw ParseFailure() }
    } catch {
      index = mark.index
      tree.nodes.removeSubrange(mark.nodes...)
      log = mark.errors
      depth = mark.depth
      return nil
    }
    advance()
    advance()
    guard take(.indent) else {
      let line = lineNumber(Int(start))
      throw failure("expected an indented block after 'match' statement on line \(line)")
    }
    try enter()
    while isSoftKeyword(.case) { chain.append(try parseCase(), to: &tree) }
    depth -= 1
    guard chain.count > 1, kind == .dedent || kind == .endOfFile else { throw failure() }
    _ = take(.dedent)
    return add(.matchStatement, from: start, chain)
  }

  /// A cheap look ahead: whether the line can be `match subject:`.
  private var opensMatch: Bool {
    guard startsExpression(nextKind) || nextKind == .star, nextKind != .yield else { return false }
    var place = index + 1
    while tokens[place].kind != .newline, tokens[place].kind != .semicolon, tokens[place].kind != .endOfFile {
      place += 1
    }
    return tokens[place - 1].kind == .colon && tokens[place].kind == .newline
  }

  private mutating func parseSubject() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let first = try parseStarNamedExpression()
    guard kind == .comma else { return first }
    var chain = NodeChain()
    chain.append(first, to: &tree)
    while take(.comma), kind != .colon { chain.append(try parseStarNamedExpression(), to: &tree) }
    return add(.tuple, from: start, chain)
  }

  private mutating func parseCase() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    var flags: NodeFlags = []
    chain.append(try parseOpenPattern(), to: &tree)
    if take(.if) {
      flags.insert(.hasDefault)
      chain.append(try parseNamedExpression(), to: &tree)
    }
    chain.append(try parseBlock(after: "'case' statement", at: start), to: &tree)
    return add(.matchCase, from: start, chain, flags: flags)
  }

  // MARK: Patterns

  /// A pattern that may be a sequence without brackets.
  private mutating func parseOpenPattern() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let first = try parseStarOrAsPattern()
    guard kind == .comma || tree[first].kind == .starPattern else { return first }
    var chain = NodeChain()
    chain.append(first, to: &tree)
    if kind != .comma { throw failure() }
    while take(.comma), kind != .colon, kind != .if { chain.append(try parseStarOrAsPattern(), to: &tree) }
    return add(.sequencePattern, from: start, chain)
  }

  private mutating func parseStarOrAsPattern() throws(ParseFailure) -> NodeIndex {
    guard kind == .star else { return try parseAsPattern() }
    let start = token.start
    advance()
    return add(.starPattern, from: start, try parseCaptureName())
  }

  /// The name of a capture; none for `_`.
  private mutating func parseCaptureName() throws(ParseFailure) -> NodeChain {
    var chain = NodeChain()
    if isSoftKeyword(.underscore) {
      advance()
    } else {
      chain.append(try parseIdentifier(), to: &tree)
    }
    return chain
  }

  private mutating func parseAsPattern() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    let pattern = try parseOrPattern()
    depth -= 1
    guard take(.as) else { return pattern }
    if isSoftKeyword(.underscore) { throw failure("cannot use '_' as a target") }
    guard kind == .name, nextKind != .dot, nextKind != .leftParenthesis else {
      throw failure("invalid pattern target")
    }
    var chain = NodeChain()
    chain.append(pattern, to: &tree)
    chain.append(addToken(.identifier), to: &tree)
    return add(.capturePattern, from: start, chain, flags: .hasDefault)
  }

  private mutating func parseOrPattern() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let first = try parseClosedPattern()
    guard kind == .bar else { return first }
    var chain = NodeChain()
    chain.append(first, to: &tree)
    while take(.bar) { chain.append(try parseClosedPattern(), to: &tree) }
    return add(.orPattern, from: start, chain)
  }

  private mutating func parseClosedPattern() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    switch kind {
    case .number, .minus: return try parseNumberPattern()
    case .string, .formatStart:
      let strings = try parseStrings()
      if tree[strings].kind == .formatString {
        throw failure("patterns may only match literals and attribute lookups", tree[strings].range)
      }
      return valuePattern(strings, start)
    case .none, .true, .false: return valuePattern(try parseAtom(), start)
    case .leftBracket: return try parseSequencePattern(.rightBracket)
    case .leftParenthesis: return try parseSequencePattern(.rightParenthesis)
    case .leftBrace: return try parseMappingPattern()
    case .name:
      guard nextKind == .dot || nextKind == .leftParenthesis else {
        return add(.capturePattern, from: start, try parseCaptureName())
      }
      return try parseNamePattern()
    default: throw failure()
    }
  }

  private mutating func valuePattern(_ value: NodeIndex, _ start: Int32) -> NodeIndex {
    var chain = NodeChain()
    chain.append(value, to: &tree)
    return add(.valuePattern, from: start, chain)
  }

  /// `-1`, `1 + 2j`
  private mutating func parseNumberPattern() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    _ = take(.minus)
    guard kind == .number else { throw failure() }
    var chain = NodeChain()
    chain.append(addToken(.number), to: &tree)
    if kind == .plus || kind == .minus {
      advance()
      guard kind == .number, isImaginary(token) else {
        throw failure("imaginary number required in complex literal")
      }
      if isImaginary(tokens[index - 2]) {
        throw failure("real number required in complex literal", tokens[index - 2].range)
      }
      chain.append(addToken(.number), to: &tree)
    }
    return add(.valuePattern, from: start, chain)
  }

  private func isImaginary(_ token: Token) -> Bool {
    token.end > token.start && source[Int(token.end) - 1].lowercased == "j"
  }

  /// `a.b.c` or `a.b(…)`
  private mutating func parseNamePattern() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    chain.append(addToken(.name), to: &tree)
    while kind == .dot {
      let dot = token.start
      advance()
      guard kind == .name else { throw failure() }
      let name = token.value
      advance()
      chain.append(add(.attribute, from: dot, value: name), to: &tree)
    }
    let value = chain.count == 1 ? chain.first : add(.primary, from: start, chain, value: chain.last)
    guard kind == .leftParenthesis else { return valuePattern(value, start) }
    advance()
    var parts = NodeChain()
    parts.append(value, to: &tree)
    var hasKeyword = false
    while kind != .rightParenthesis {
      if kind == .name, nextKind == .equal {
        hasKeyword = true
        let keyword = token
        advance()
        advance()
        var inner = NodeChain()
        inner.append(try parseAsPattern(), to: &tree)
        parts.append(add(.keywordPattern, from: keyword.start, inner, value: keyword.value), to: &tree)
      } else {
        let range = token.range
        parts.append(try parseAsPattern(), to: &tree)
        if hasKeyword { throw failure("positional patterns follow keyword patterns", range) }
      }
      guard take(.comma) else { break }
    }
    try expect(.rightParenthesis)
    return add(.classPattern, from: start, parts)
  }

  private mutating func parseSequencePattern(_ closing: TokenKind) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    var hasComma = false
    while kind != closing {
      chain.append(try parseStarOrAsPattern(), to: &tree)
      guard take(.comma) else { break }
      hasComma = true
    }
    try expect(closing)
    if closing == .rightParenthesis, chain.count == 1, !hasComma, tree[chain.first].kind != .starPattern {
      return chain.first
    }
    return add(.sequencePattern, from: start, chain)
  }

  private mutating func parseMappingPattern() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    while kind != .rightBrace {
      if kind == .doubleStar {
        let star = token.start
        advance()
        guard !isSoftKeyword(.underscore) else { throw failure() }
        chain.append(add(.restPattern, from: star, try parseCaptureName()), to: &tree)
        if nextKind != .rightBrace, kind == .comma {
          throw failure("double star pattern must be the last (right-most) subpattern in mapping")
        }
      } else {
        chain.append(try parseMappingKey(), to: &tree)
        try expect(.colon)
        chain.append(try parseAsPattern(), to: &tree)
      }
      guard take(.comma) else { break }
    }
    try expect(.rightBrace)
    return add(.mappingPattern, from: start, chain)
  }

  private mutating func parseMappingKey() throws(ParseFailure) -> NodeIndex {
    let key = try parseClosedPattern()
    guard tree[key].kind == .valuePattern else { throw failure("invalid syntax", tree[key].range) }
    return key
  }
}
