extension Parser {
  mutating func parseImport() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    if kind == .newline { throw failure("Expected one or more names after 'import'") }
    var chain = NodeChain()
    repeat { chain.append(try parseDottedAlias(), to: &tree) } while take(.comma)
    if kind == .from {
      throw failure("Did you mean to use 'from ... import ...' instead?", Int(start)..<Int(token.end))
    }
    return add(.importStatement, from: start, chain)
  }

  private mutating func parseDottedAlias() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    guard kind == .name else { throw failure() }
    let first = token
    let dotted = try parseDottedName()
    var chain = NodeChain()
    var flags: NodeFlags = []
    if take(.as) {
      flags.insert(.hasAlias)
      chain.append(try parseAliasTarget(), to: &tree)
    } else {
      let identifier = Node(kind: .identifier, start: first.start, end: first.end, value: first.value)
      chain.append(tree.add(identifier), to: &tree)
    }
    return add(.alias, from: start, chain, value: dotted, flags: flags)
  }

  private mutating func parseAliasTarget() throws(ParseFailure) -> NodeIndex {
    let end = nextKind
    guard kind == .name,
      end == .comma || end == .newline || end == .semicolon || end == .rightParenthesis || end == .from
    else { throw aliasTargetFailure() }
    return addToken(.identifier)
  }

  private mutating func aliasTargetFailure() -> ParseFailure {
    let start = index
    guard kind != .name || nextKind == .dot || nextKind == .leftParenthesis || nextKind == .leftBracket else {
      advance()
      return failure()
    }
    guard let expression = try? parseExpression() else { return ParseFailure() }
    guard index > start else { return failure() }
    return failure("cannot use \(describeTarget(expression)) as import target", tree[expression].range)
  }

  /// `a.b.c` as one name.
  private mutating func parseDottedName() throws(ParseFailure) -> Int32 {
    guard kind == .name else { throw failure() }
    var parts = [token.value]
    advance()
    while kind == .dot {
      advance()
      guard kind == .name else { throw failure() }
      parts.append(token.value)
      advance()
    }
    return names.intern(dotted: parts)
  }

  mutating func parseImportFrom() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var level: Int32 = 0
    while kind == .dot || kind == .ellipsis {
      level += kind == .dot ? 1 : 3
      advance()
    }
    var chain = NodeChain()
    if level == 0 || kind == .name {
      let nameStart = token.start
      let module = try parseDottedName()
      chain.append(add(.moduleName, from: nameStart, value: module), to: &tree)
    }
    try expect(.import)
    if kind == .star {
      let star = token.start
      advance()
      chain.append(add(.alias, from: star, value: names.intern("*")), to: &tree)
    } else {
      try parseImportedNames(&chain)
    }
    return add(.importFrom, from: start, chain, value: level)
  }

  private mutating func parseImportedNames(_ chain: inout NodeChain) throws(ParseFailure) {
    if kind == .newline { throw failure("Expected one or more names after 'import'") }
    let isParenthesised = take(.leftParenthesis)
    while true {
      let start = token.start
      guard kind == .name else { throw failure() }
      let name = token.value
      var identifier = addToken(.identifier)
      var flags: NodeFlags = []
      if take(.as) {
        flags.insert(.hasAlias)
        identifier = try parseAliasTarget()
      }
      var inner = NodeChain()
      inner.append(identifier, to: &tree)
      chain.append(add(.alias, from: start, inner, value: name, flags: flags), to: &tree)
      guard take(.comma) else { break }
      if isParenthesised, kind == .rightParenthesis { break }
      if !isParenthesised, kind == .newline {
        throw failure("trailing comma not allowed without surrounding parentheses", tokens[index - 1].range)
      }
    }
    if isParenthesised { try expect(.rightParenthesis) }
  }
}
