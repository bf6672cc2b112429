extension Parser {
  mutating func parseStatement(_ chain: inout NodeChain) throws(ParseFailure) {
    if let compound = try parseCompoundStatement() {
      chain.append(compound, to: &tree)
    } else {
      try parseSimpleStatements(&chain)
    }
  }

  /// A compound statement, nil where none starts here.
  private mutating func parseCompoundStatement() throws(ParseFailure) -> NodeIndex? {
    switch kind {
    case .if: return try parseIf()
    case .for: return try parseFor(isAsync: false)
    case .while: return try parseWhile()
    case .with: return try parseWith(isAsync: false)
    case .try: return try parseTry()
    case .def: return try parseFunction(NodeChain(), start: token.start, isAsync: false)
    case .class: return try parseClass(NodeChain(), start: token.start)
    case .at: return try parseDecorated()
    case .async: return try parseAsync()
    case .name where token.value == KnownName.match.rawValue: return try parseMatch()
    default: return nil
    }
  }

  private mutating func parseAsync() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    switch kind {
    case .def: return try parseFunction(NodeChain(), start: start, isAsync: true)
    case .for: return try parseFor(isAsync: true)
    case .with: return try parseWith(isAsync: true)
    default: throw failure()
    }
  }

  /// Simple statements on one line, with its end.
  mutating func parseSimpleStatements(_ chain: inout NodeChain) throws(ParseFailure) {
    while true {
      let statement = try parseSimpleStatement()
      chain.append(statement, to: &tree)
      if kind == .newline {
        advance()
        return
      }
      if tree[statement].kind == .escape, kind != .semicolon { continue }
      guard take(.semicolon) else { throw statementEndFailure(after: statement) }
      if take(.newline) { return }
    }
  }

  private mutating func parseSimpleStatement() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    switch kind {
    case .return: return try parseReturn()
    case .import: return try parseImport()
    case .from: return try parseImportFrom()
    case .raise: return try parseRaise()
    case .assert: return try parseAssert()
    case .del: return try parseDelete()
    case .global: return try parseNameList(.globalStatement)
    case .nonlocal: return try parseNameList(.nonlocalStatement)
    case .pass: return addToken(.passStatement)
    case .break: return addToken(.breakStatement)
    case .continue: return addToken(.continueStatement)
    case .escape: return parseEscape()
    case .name where token.value == KnownName.type.rawValue && nextKind == .name:
      if let alias = try parseTypeAlias() { return alias }
      fallthrough
    default:
      return try parseExpressionStatement(start)
    }
  }

  /// An escape, and the name that it binds.
  private mutating func parseEscape() -> NodeIndex {
    let escape = addToken(.escape)
    if kind == .magicTarget { tree[escape].firstChild = addToken(.identifier) }
    return escape
  }

  // MARK: Expressions and assignments

  private mutating func parseExpressionStatement(_ start: Int32) throws(ParseFailure) -> NodeIndex {
    let first = kind == .yield ? try parseYield() : try parseStarExpressions()
    switch kind {
    case .newline, .semicolon:
      var chain = NodeChain()
      chain.append(first, to: &tree)
      return add(.expressionStatement, from: start, chain)
    case .equal: return try parseAssignment(first, start)
    case .colon: return try parseAnnotatedAssignment(first, start)
    default:
      if kind.isAugmentedAssignment { return try parseAugmentedAssignment(first, start) }
      throw statementEndFailure(after: first)
    }
  }

  private mutating func parseAssignment(_ first: NodeIndex, _ start: Int32) throws(ParseFailure) -> NodeIndex
  {
    var chain = NodeChain()
    var last = first
    while kind == .equal {
      if let wrong = invalidTarget(last, allowsStar: true) {
        throw targetFailure(last, wrong, isComparisonLikely: chain.count == 0 && !hasAnotherAssignment)
      }
      storeTarget(last)
      chain.append(last, to: &tree)
      advance()
      if kind == .escape {
        last = addToken(.escape)
      } else {
        last = kind == .yield ? try parseYield() : try parseStarExpressions()
      }
    }
    chain.append(last, to: &tree)
    return add(.assignment, from: start, chain)
  }

  /// Whether another `=` follows on the line outside brackets.
  private var hasAnotherAssignment: Bool {
    var place = index + 1
    while tokens[place].kind != .newline, tokens[place].kind != .endOfFile, tokens[place].kind != .semicolon {
      if tokens[place].kind == .equal, tokens[place].depth == token.depth { return true }
      place += 1
    }
    return false
  }

  private mutating func parseAugmentedAssignment(
    _ target: NodeIndex, _ start: Int32
  ) throws(ParseFailure) -> NodeIndex {
    switch tree[target].kind {
    case .name: break
    case .primary where isAssignablePrimary(target): break
    default:
      throw failure(
        "'\(describeTarget(target))' is an illegal expression for augmented assignment", tree[target].range)
    }
    storeTarget(target)
    var chain = NodeChain()
    chain.append(target, to: &tree)
    let operation = Int32(kind.rawValue)
    advance()
    chain.append(kind == .yield ? try parseYield() : try parseStarExpressions(), to: &tree)
    return add(.augmentedAssignment, from: start, chain, value: operation)
  }

  private mutating func parseAnnotatedAssignment(
    _ target: NodeIndex, _ start: Int32
  ) throws(ParseFailure) -> NodeIndex {
    switch tree[target].kind {
    case .name: break
    case .primary where isAssignablePrimary(target): break
    case .tuple, .list:
      throw failure(
        "only single target (not \(describeTarget(target))) can be annotated", tree[target].range)
    default:
      throw tree[target].kind == .primary || !isLikelyTarget(target)
        ? failure() : failure("illegal target for annotation", tree[target].range)
    }
    storeTarget(target)
    var chain = NodeChain()
    chain.append(target, to: &tree)
    advance()
    chain.append(try parseExpression(), to: &tree)
    var flags: NodeFlags = tree[target].flags.intersection(.isParenthesised)
    if take(.equal) {
      flags.insert(.hasDefault)
      chain.append(kind == .yield ? try parseYield() : try parseStarExpressions(), to: &tree)
    }
    return add(.annotatedAssignment, from: start, chain, flags: flags)
  }

  private func isLikelyTarget(_ node: NodeIndex) -> Bool {
    switch tree[node].kind {
    case .number, .string, .trueConstant, .falseConstant, .noneConstant, .ellipsis: true
    default: false
    }
  }

  // MARK: Keyword statements

  private mutating func parseReturn() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    if kind != .newline, kind != .semicolon { chain.append(try parseStarExpressions(), to: &tree) }
    return add(.returnStatement, from: start, chain)
  }

  private mutating func parseRaise() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    if kind != .newline, kind != .semicolon {
      if kind == .from { throw failure("did you forget an expression between 'raise' and 'from'?") }
      chain.append(try parseExpression(), to: &tree)
      if take(.from) {
        if kind == .newline { throw failure("did you forget an expression after 'from'?") }
        chain.append(try parseExpression(), to: &tree)
      }
    }
    return add(.raiseStatement, from: start, chain)
  }

  private mutating func parseAssert() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parseExpression(), to: &tree)
    if take(.comma) { chain.append(try parseExpression(), to: &tree) }
    return add(.assertStatement, from: start, chain)
  }

  private mutating func parseDelete() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    repeat {
      if kind == .newline || kind == .semicolon, chain.count > 0 { break }
      let target = kind == .star ? try parseStarNamedExpression() : try parseExpression()
      try checkDeletion(target)
      deleteTarget(target)
      chain.append(target, to: &tree)
    } while take(.comma)
    return add(.deleteStatement, from: start, chain)
  }

  private mutating func parseNameList(_ kind: NodeKind) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    repeat { chain.append(try parseIdentifier(), to: &tree) } while take(.comma)
    return add(kind, from: start, chain)
  }

  /// `type X = …`, nil where `type` turns out to be a name.
  private mutating func parseTypeAlias() throws(ParseFailure) -> NodeIndex? {
    let after = index + 2 < tokens.count ? tokens[index + 2].kind : .endOfFile
    guard after == .equal || after == .leftBracket else { return nil }
    let start = token.start
    advance()
    var chain = NodeChain()
    let name = addToken(.name)
    tree[name].flags.insert(.isStored)
    chain.append(name, to: &tree)
    if kind == .leftBracket { chain.append(try parseTypeParameters(), to: &tree) }
    try expect(.equal)
    chain.append(try parseExpression(), to: &tree)
    return add(.typeAlias, from: start, chain)
  }
}
