extension Parser {
  mutating func parseDecorated() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    while kind == .at {
      let decoratorStart = token.start
      advance()
      var inner = NodeChain()
      inner.append(try parseNamedExpression(), to: &tree)
      chain.append(add(.decorator, from: decoratorStart, inner), to: &tree)
      try expect(.newline)
    }
    switch kind {
    case .def: return try parseFunction(chain, start: start, isAsync: false)
    case .class: return try parseClass(chain, start: start)
    case .async where nextKind == .def:
      advance()
      return try parseFunction(chain, start: start, isAsync: true)
    default: throw failure()
    }
  }

  mutating func parseFunction(
    _ decorators: NodeChain, start: Int32, isAsync: Bool
  ) throws(ParseFailure) -> NodeIndex {
    var chain = decorators
    let line = token.start
    advance()
    chain.append(try parseIdentifier(), to: &tree)
    if kind == .leftBracket { chain.append(try parseTypeParameters(), to: &tree) }
    guard kind == .leftParenthesis else { throw failure("expected '('") }
    advance()
    chain.append(try parseParameters(until: .rightParenthesis, allowsAnnotations: true), to: &tree)
    guard take(.rightParenthesis) else { throw itemEndFailure(after: lastExpression(of: chain.last)) }
    var flags: NodeFlags = isAsync ? .isAsync : []
    if take(.arrow) {
      flags.insert(.hasAnnotation)
      chain.append(try parseExpression(), to: &tree)
    }
    chain.append(try parseBlock(after: "function definition", at: line, isColonForced: true), to: &tree)
    return add(.functionDefinition, from: start, chain, flags: flags)
  }

  mutating func parseClass(_ decorators: NodeChain, start: Int32) throws(ParseFailure) -> NodeIndex {
    var chain = decorators
    let line = token.start
    advance()
    chain.append(try parseIdentifier(), to: &tree)
    if kind == .leftBracket { chain.append(try parseTypeParameters(), to: &tree) }
    if kind == .leftParenthesis {
      let argumentStart = token.start
      chain.append(add(.arguments, from: argumentStart, try parseArguments()), to: &tree)
    }
    chain.append(try parseBlock(after: "class definition", at: line), to: &tree)
    return add(.classDefinition, from: start, chain)
  }

  mutating func parseLambda() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parseParameters(until: .colon, allowsAnnotations: false), to: &tree)
    guard take(.colon) else { throw failure("expected ':'") }
    chain.append(try parseExpression(), to: &tree)
    depth -= 1
    return add(.lambda, from: start, chain)
  }

  // MARK: Parameters

  /// What came before in a list of parameters.
  private struct SeenParameters {
    var hasDefault = false
    var hasSlash = false
    var hasStar = false
    var hasDoubleStar = false
    /// A `*` alone, which names must follow.
    var bareStar: Range<Int>?
  }

  private mutating func parseParameters(
    until closing: TokenKind, allowsAnnotations: Bool
  ) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var chain = NodeChain()
    var seen = SeenParameters()
    while kind != closing {
      if seen.hasDoubleStar { throw failure("arguments cannot follow var-keyword argument") }
      switch kind {
      case .slash: try takeSlash(&seen, after: chain)
      case .star: try parseStarParameter(&seen, &chain, closing, allowsAnnotations)
      case .doubleStar:
        if let star = seen.bareStar { throw failure("named arguments must follow bare *", star) }
        advance()
        seen.hasDoubleStar = true
        let parameter = try parseParameter(allowsAnnotations, allowsStar: false)
        if tree[parameter].flags.contains(.hasDefault) || kind == .equal {
          throw failure("var-keyword argument cannot have default value")
        }
        tree[parameter].flags.insert(.isAfterStar)
        chain.append(parameter, to: &tree)
      default: try parsePlainParameter(&seen, &chain, allowsAnnotations)
      }
      guard take(.comma) else { break }
    }
    if kind == closing, let star = seen.bareStar { throw failure("named arguments must follow bare *", star) }
    return add(.parameters, from: start, chain)
  }

  /// The annotation or default that a list of parameters ends in.
  private func lastExpression(of parameters: NodeIndex) -> NodeIndex {
    var last = noNode
    for parameter in tree.children(parameters) { last = parameter }
    guard last >= 0, !tree[last].flags.isDisjoint(with: [.hasAnnotation, .hasDefault]) else { return noNode }
    var expression = noNode
    for child in tree.children(last) { expression = child }
    return expression
  }

  private mutating func takeSlash(_ seen: inout SeenParameters, after chain: NodeChain) throws(ParseFailure) {
    if chain.count == 0 { throw failure("at least one argument must precede /") }
    if seen.hasSlash { throw failure("/ may appear only once") }
    if seen.hasStar { throw failure("/ must be ahead of *") }
    seen.hasSlash = true
    var parameter = chain.first
    while parameter >= 0 {
      tree[parameter].flags.insert(.isPositionalOnly)
      parameter = tree[parameter].next
    }
    advance()
    if kind == .star { throw failure("expected comma between / and *") }
  }

  private mutating func parseStarParameter(
    _ seen: inout SeenParameters, _ chain: inout NodeChain, _ closing: TokenKind, _ allowsAnnotations: Bool
  ) throws(ParseFailure) {
    if seen.hasStar { throw failure("* argument may appear only once") }
    seen.hasStar = true
    let star = token.range
    advance()
    if kind == .comma {
      seen.bareStar = star
    } else if kind == closing {
      throw failure("named arguments must follow bare *", star)
    } else {
      let parameter = try parseParameter(allowsAnnotations, allowsStar: true)
      if tree[parameter].flags.contains(.hasDefault) {
        throw failure("var-positional argument cannot have default value", tree[parameter].range)
      }
      tree[parameter].flags.insert(.isAfterStar)
      chain.append(parameter, to: &tree)
    }
  }

  private mutating func parsePlainParameter(
    _ seen: inout SeenParameters, _ chain: inout NodeChain, _ allowsAnnotations: Bool
  ) throws(ParseFailure) {
    let parameter = try parseParameter(allowsAnnotations, allowsStar: false)
    seen.bareStar = nil
    if tree[parameter].flags.contains(.hasDefault) {
      seen.hasDefault = true
    } else if seen.hasDefault, !seen.hasStar {
      throw failure("parameter without a default follows parameter with a default", tree[parameter].range)
    }
    if seen.hasStar { tree[parameter].flags.insert(.isAfterStar) }
    chain.append(parameter, to: &tree)
  }

  private mutating func parseParameter(
    _ allowsAnnotations: Bool, allowsStar: Bool
  ) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    if kind == .leftParenthesis {
      throw failure(
        allowsAnnotations
          ? "Function parameters cannot be parenthesized"
          : "Lambda expression parameters cannot be parenthesized")
    }
    var chain = NodeChain()
    var flags: NodeFlags = []
    chain.append(try parseIdentifier(), to: &tree)
    if allowsAnnotations, take(.colon) {
      flags.insert(.hasAnnotation)
      chain.append(
        allowsStar && kind == .star ? try parseStarExpression() : try parseExpression(), to: &tree)
    }
    if take(.equal) {
      if kind == .comma || kind == .rightParenthesis || kind == .colon {
        throw failure("expected default value expression", tokens[index - 1].range)
      }
      flags.insert(.hasDefault)
      chain.append(try parseExpression(), to: &tree)
    }
    return add(.parameter, from: start, chain, flags: flags)
  }

  // MARK: Type parameters

  mutating func parseTypeParameters() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    if kind == .rightBracket { throw failure("Type parameter list cannot be empty") }
    var chain = NodeChain()
    while kind != .rightBracket {
      chain.append(try parseTypeParameter(), to: &tree)
      guard take(.comma) else { break }
    }
    guard take(.rightBracket) else { throw itemEndFailure(after: chain.last) }
    return add(.typeParameters, from: start, chain)
  }

  private mutating func parseTypeParameter() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let isVariadic = kind == .star || kind == .doubleStar
    let isStar = kind == .star
    if isVariadic { advance() }
    var chain = NodeChain()
    var flags: NodeFlags = []
    chain.append(try parseIdentifier(), to: &tree)
    if kind == .colon {
      if isVariadic {
        throw failure(
          "cannot use \(isStar ? "bound" : "bound") with \(isStar ? "TypeVarTuple" : "ParamSpec")")
      }
      advance()
      flags.insert(.hasAnnotation)
      chain.append(try parseExpression(), to: &tree)
    }
    if take(.equal) {
      flags.insert(.hasDefault)
      chain.append(isStar ? try parseStarExpression() : try parseExpression(), to: &tree)
    }
    return add(.typeParameter, from: start, chain, flags: flags)
  }
}
