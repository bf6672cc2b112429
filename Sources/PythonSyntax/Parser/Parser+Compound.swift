extension Parser {
  /// `:` and a block, or simple statements on the same line.
  ///
  /// CPython misses the `:` wherever it is forced, and else only at the end of the line.
  mutating func parseBlock(
    after opener: String, at line: Int32, kind blockKind: NodeKind = .block, isColonForced: Bool = false
  )
    throws(ParseFailure) -> NodeIndex
  {
    guard take(.colon) else {
      throw failure(isColonForced || kind == .newline ? "expected ':'" : "invalid syntax")
    }
    try enter()
    let start = token.start
    var chain = NodeChain()
    if take(.newline) {
      guard take(.indent) else {
        depth -= 1
        log.add(
          "expected an indented block after \(opener) on line \(lineNumber(Int(line)))", errorRange)
        return add(blockKind, from: start)
      }
      parseStatements(&chain)
      _ = take(.dedent)
    } else {
      try parseSimpleStatements(&chain)
    }
    depth -= 1
    return add(blockKind, from: start, chain)
  }

  /// The line of a byte, from 1.
  mutating func lineNumber(_ offset: Int) -> Int {
    let table = lines ?? LineTable(source)
    lines = table
    return table.lineNumber(of: offset)
  }

  mutating func parseIf() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    var opener = "'if' statement"
    var flags: NodeFlags = []
    repeat {
      let line = token.start
      advance()
      chain.append(try parseNamedExpression(), to: &tree)
      try checkComparison(chain.last)
      chain.append(try parseBlock(after: opener, at: line), to: &tree)
      opener = "'elif' statement"
    } while kind == .elif
    if kind == .else {
      flags.insert(.hasElse)
      chain.append(try parseElse(), to: &tree)
    }
    return add(.ifStatement, from: start, chain, flags: flags)
  }

  private mutating func parseElse() throws(ParseFailure) -> NodeIndex {
    let line = token.start
    advance()
    return try parseBlock(after: "'else' statement", at: line, kind: .elseBlock, isColonForced: true)
  }

  /// `if x = 1:` is a comparison with one `=` too few.
  private mutating func checkComparison(_ test: NodeIndex) throws(ParseFailure) {
    if kind == .equal { throw assignmentInExpressionFailure(to: test) }
  }

  mutating func parseWhile() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parseNamedExpression(), to: &tree)
    try checkComparison(chain.last)
    chain.append(try parseBlock(after: "'while' statement", at: start), to: &tree)
    var flags: NodeFlags = []
    if kind == .else {
      flags.insert(.hasElse)
      chain.append(try parseElse(), to: &tree)
    }
    return add(.whileStatement, from: start, chain, flags: flags)
  }

  mutating func parseFor(isAsync: Bool) throws(ParseFailure) -> NodeIndex {
    let line = token.start
    let start = isAsync ? tokens[index - 1].start : line
    advance()
    var chain = NodeChain()
    chain.append(try parseLoopTarget(), to: &tree)
    try expect(.in)
    chain.append(try parseStarExpressions(), to: &tree)
    chain.append(try parseBlock(after: "'for' statement", at: line), to: &tree)
    var flags: NodeFlags = isAsync ? .isAsync : []
    if kind == .else {
      flags.insert(.hasElse)
      chain.append(try parseElse(), to: &tree)
    }
    return add(.forStatement, from: start, chain, flags: flags)
  }

  /// The targets of `for`, up to `in`.
  mutating func parseLoopTarget() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    var hasComma = false
    repeat {
      if kind == .in, hasComma { break }
      chain.append(try parseTargetItem(), to: &tree)
      hasComma = kind == .comma
    } while take(.comma)
    let target =
      chain.count == 1 && tokens[index - 1].kind != .comma ? chain.first : add(.tuple, from: start, chain)
    if let wrong = invalidTarget(target, allowsStar: true), kind == .in {
      throw failure("cannot assign to \(describeTarget(wrong))", tree[wrong].range)
    }
    storeTarget(target)
    return target
  }

  /// One target: an operand that stops before `in`.
  private mutating func parseTargetItem() throws(ParseFailure) -> NodeIndex {
    guard kind == .star else { return try parseBinary(.bitwiseOr) }
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parseBinary(.bitwiseOr), to: &tree)
    return add(.starred, from: start, chain)
  }

  // MARK: with

  mutating func parseWith(isAsync: Bool) throws(ParseFailure) -> NodeIndex {
    let line = token.start
    let start = isAsync ? tokens[index - 1].start : line
    advance()
    var chain = NodeChain()
    if kind != .leftParenthesis || !parseParenthesisedItems(&chain) {
      repeat { chain.append(try parseWithItem(isParenthesised: false), to: &tree) } while take(.comma)
    }
    chain.append(try parseBlock(after: "'with' statement", at: line), to: &tree)
    return add(.withStatement, from: start, chain, flags: isAsync ? .isAsync : [])
  }

  /// Tries `(item, item):`; false, and nothing has happened, where the parentheses belong to an expression.
  private mutating func parseParenthesisedItems(_ chain: inout NodeChain) -> Bool {
    let mark = (index: index, nodes: tree.nodes.count, errors: log, depth: depth)
    var items = NodeChain()
    advance()
    do throws(ParseFailure) {
      repeat {
        if kind == .rightParenthesis, items.count > 0 { break }
        items.append(try parseWithItem(isParenthesised: true), to: &tree)
      } while take(.comma)
      if kind == .rightParenthesis, nextKind == .colon {
        advance()
        chain = items
        return true
      }
    } catch {}
    index = mark.index
    tree.nodes.removeSubrange(mark.nodes...)
    log = mark.errors
    depth = mark.depth
    return false
  }

  private mutating func parseWithItem(isParenthesised: Bool) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    chain.append(try parseExpression(), to: &tree)
    if take(.as) {
      let target = try parseTargetItem()
      if let wrong = invalidTarget(target, allowsStar: true) {
        throw failure("cannot assign to \(describeTarget(wrong))", tree[wrong].range)
      }
      storeTarget(target)
      chain.append(target, to: &tree)
    }
    return add(.withItem, from: start, chain)
  }

  // MARK: try

  mutating func parseTry() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parseBlock(after: "'try' statement", at: start, isColonForced: true), to: &tree)
    guard kind == .except || kind == .finally else {
      log.add("expected 'except' or 'finally' block", errorRange)
      return add(.tryStatement, from: start, chain)
    }
    var groups: Bool?
    while kind == .except {
      let isGroup = nextKind == .star
      if let previous = groups, previous != isGroup {
        throw failure("cannot have both 'except' and 'except*' on the same 'try'")
      }
      groups = isGroup
      chain.append(try parseExceptHandler(isGroup: isGroup), to: &tree)
    }
    if groups != nil, kind == .else { chain.append(try parseElse(), to: &tree) }
    if kind == .finally {
      let line = token.start
      advance()
      chain.append(
        try parseBlock(after: "'finally' statement", at: line, kind: .finallyBlock, isColonForced: true),
        to: &tree)
    }
    return add(.tryStatement, from: start, chain)
  }

  private mutating func parseExceptHandler(isGroup: Bool) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    if isGroup { advance() }
    var chain = NodeChain()
    var flags: NodeFlags = isGroup ? .isGroup : []
    if kind != .colon {
      if isGroup, kind == .newline { throw failure("expected one or more exception types") }
      if kind == .newline { throw failure("expected ':'") }
      flags.insert(.hasAnnotation)
      let types = try parseExceptionTypes()
      chain.append(types, to: &tree)
      if take(.as) {
        flags.insert(.hasAlias)
        chain.append(try parseExceptionName(), to: &tree)
      }
    } else if isGroup {
      throw failure("expected one or more exception types")
    }
    let opener = isGroup ? "'except*' statement" : "'except' statement"
    chain.append(try parseBlock(after: opener, at: start), to: &tree)
    return add(.exceptHandler, from: start, chain, flags: flags)
  }

  private mutating func parseExceptionName() throws(ParseFailure) -> NodeIndex {
    guard kind == .name, nextKind != .colon else { return try parseIdentifier() }
    guard nextKind == .dot || nextKind == .leftParenthesis || nextKind == .leftBracket else {
      return addToken(.identifier)
    }
    let target = try parseExpression()
    throw failure("cannot use except statement with \(describeTarget(target))", tree[target].range)
  }

  /// One expression, or several with commas (PEP 758), which may then not be named.
  private mutating func parseExceptionTypes() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    chain.append(try parseExpression(), to: &tree)
    guard kind == .comma else { return chain.first }
    while take(.comma) {
      if kind == .colon { break }
      chain.append(try parseExpression(), to: &tree)
    }
    if kind == .as {
      throw failure(
        "multiple exception types must be parenthesized when using 'as'", Int(start)..<Int(previousEnd))
    }
    return add(.tuple, from: start, chain)
  }
}
