extension Parser {
  mutating func parseAtom() throws(ParseFailure) -> NodeIndex {
    switch kind {
    case .name: return addToken(.name)
    case .number: return addToken(.number)
    case .string, .formatStart: return try parseStrings()
    case .none: return addToken(.noneConstant)
    case .true: return addToken(.trueConstant)
    case .false: return addToken(.falseConstant)
    case .ellipsis: return addToken(.ellipsis)
    case .leftParenthesis: return try parseParentheses()
    case .leftBracket: return try parseListDisplay()
    case .leftBrace: return try parseBraces()
    default: throw failure()
    }
  }

  // MARK: Parentheses and brackets

  private mutating func parseParentheses() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    advance()
    var chain = NodeChain()
    if take(.rightParenthesis) {
      depth -= 1
      return add(.tuple, from: start, flags: .isParenthesised)
    }
    let isYield = kind == .yield
    let first = isYield ? try parseYield() : try parseStarNamedExpression()
    if kind == .for || kind == .async {
      return try finishComprehension(.generator, element: first, start, closing: .rightParenthesis)
    }
    chain.append(first, to: &tree)
    var isTuple = false
    if !isYield { isTuple = try parseMoreItems(&chain, .rightParenthesis) }
    try expectClosing(.rightParenthesis, after: chain.last)
    depth -= 1
    if isTuple { return add(.tuple, from: start, chain, flags: .isParenthesised) }
    guard tree[first].kind != .starred else {
      throw failure("cannot use starred expression here", tree[first].range)
    }
    tree[first].flags.insert(.isParenthesised)
    return first
  }

  /// Items after the first, each after a comma; whether there was a comma at all.
  private mutating func parseMoreItems(
    _ chain: inout NodeChain, _ closing: TokenKind
  ) throws(ParseFailure) -> Bool {
    let hasComma = kind == .comma
    while take(.comma) {
      if kind == closing { break }
      chain.append(try parseStarNamedExpression(), to: &tree)
      if kind == .for || kind == .async, closing != .rightBrace {
        throw failure("did you forget parentheses around the comprehension target?", tree[chain.first].range)
      }
    }
    return hasComma
  }

  private mutating func parseListDisplay() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    advance()
    var chain = NodeChain()
    if kind != .rightBracket {
      let first = try parseStarNamedExpression()
      if kind == .for || kind == .async {
        return try finishComprehension(.listComprehension, element: first, start, closing: .rightBracket)
      }
      chain.append(first, to: &tree)
      _ = try parseMoreItems(&chain, .rightBracket)
    }
    try expectClosing(.rightBracket, after: chain.last)
    depth -= 1
    return add(.list, from: start, chain)
  }

  private mutating func expectClosing(_ closing: TokenKind, after last: NodeIndex) throws(ParseFailure) {
    guard take(closing) else { throw itemEndFailure(after: last) }
  }

  // MARK: Braces

  private mutating func parseBraces() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    advance()
    if take(.rightBrace) {
      depth -= 1
      return add(.dictionary, from: start)
    }
    if kind == .doubleStar { return try parseDictionary(NodeChain(), start) }
    let first = try parseStarNamedExpression()
    var chain = NodeChain()
    if kind == .colon, tree[first].kind != .starred, !isBareWalrus(first) {
      advance()
      chain.append(first, to: &tree)
      chain.append(try parseDictionaryValue(), to: &tree)
      if kind == .for || kind == .async {
        return try finishComprehension(.dictionaryComprehension, elements: chain, start, closing: .rightBrace)
      }
      return try parseDictionary(chain, start)
    }
    if kind == .for || kind == .async {
      return try finishComprehension(.setComprehension, element: first, start, closing: .rightBrace)
    }
    chain.append(first, to: &tree)
    _ = try parseMoreItems(&chain, .rightBrace)
    try expectClosing(.rightBrace, after: chain.last)
    depth -= 1
    return add(.set, from: start, chain)
  }

  /// Whether a node is `name := value` without parentheses of its own.
  func isBareWalrus(_ node: NodeIndex) -> Bool {
    tree[node].kind == .namedExpression && !tree[node].flags.contains(.isParenthesised)
  }

  private mutating func parseDictionaryValue() throws(ParseFailure) -> NodeIndex {
    if kind == .rightBrace || kind == .comma {
      throw failure("expression expected after dictionary key and ':'", tokens[index - 1].range)
    }
    if kind == .star { throw failure("cannot use a starred expression in a dictionary value") }
    return try parseExpression()
  }

  /// The entries of a dictionary after what `chain` holds.
  private mutating func parseDictionary(_ chain: NodeChain, _ start: Int32) throws(ParseFailure) -> NodeIndex
  {
    var chain = chain
    var needsComma = chain.count > 0
    while kind != .rightBrace {
      if needsComma {
        guard take(.comma) else { throw itemEndFailure(after: chain.last) }
        if kind == .rightBrace { break }
      }
      needsComma = true
      if kind == .doubleStar {
        let starStart = token.start
        advance()
        var inner = NodeChain()
        inner.append(try parseBinary(.bitwiseOr), to: &tree)
        chain.append(add(.dictionaryUnpacking, from: starStart, inner), to: &tree)
        if kind == .for || kind == .async {
          throw failure("dict unpacking cannot be used in dict comprehension", tree[chain.last].range)
        }
      } else {
        chain.append(try parseExpression(), to: &tree)
        guard take(.colon) else {
          throw kind == .rightBrace || kind == .comma
            ? failure("':' expected after dictionary key", tokens[index - 1].range)
            : itemEndFailure(after: chain.last)
        }
        chain.append(try parseDictionaryValue(), to: &tree)
      }
    }
    advance()
    depth -= 1
    return add(.dictionary, from: start, chain)
  }

  // MARK: Comprehensions

  private mutating func finishComprehension(
    _ kind: NodeKind, element: NodeIndex, _ start: Int32, closing: TokenKind
  ) throws(ParseFailure) -> NodeIndex {
    var elements = NodeChain()
    elements.append(element, to: &tree)
    return try finishComprehension(kind, elements: elements, start, closing: closing)
  }

  /// The clauses and the closing bracket of a comprehension whose element has been read.
  private mutating func finishComprehension(
    _ kind: NodeKind, elements: NodeChain, _ start: Int32, closing: TokenKind
  ) throws(ParseFailure) -> NodeIndex {
    if tree[elements.first].kind == .starred {
      throw failure("iterable unpacking cannot be used in comprehension", tree[elements.first].range)
    }
    let chain = try parseClauses(before: elements)
    guard take(closing) else { throw itemEndFailure(after: chain.last) }
    depth -= 1
    return add(kind, from: start, chain)
  }

  /// `for … in … if …` clauses; they come before the element in the tree, as they do when run.
  mutating func parseClauses(before elements: NodeChain) throws(ParseFailure) -> NodeChain {
    var chain = NodeChain()
    while kind == .for || (kind == .async && nextKind == .for) {
      let start = token.start
      let isAsync = take(.async)
      advance()
      var clause = NodeChain()
      clause.append(try parseLoopTarget(), to: &tree)
      guard take(.in) else { throw failure("'in' expected after for-loop variables") }
      clause.append(try parseBinary(.or), to: &tree)
      while take(.if) { clause.append(try parseBinary(.or), to: &tree) }
      chain.append(add(.comprehensionClause, from: start, clause, flags: isAsync ? .isAsync : []), to: &tree)
    }
    guard chain.count > 0 else { throw failure() }
    chain.append(elements.first, to: &tree)
    chain.last = elements.last
    return chain
  }
}
