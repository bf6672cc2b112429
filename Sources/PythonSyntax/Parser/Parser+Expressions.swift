/// How tightly operators bind, loosest first.
enum Precedence: UInt8 {
  case none, or, and, not, comparison, bitwiseOr, bitwiseXor, bitwiseAnd, shift, sum, product, unary

  /// The precedence of an infix operator; `none` for every other token.
  @inline(__always) init(infix kind: TokenKind, next: @autoclosure () -> TokenKind) {
    switch kind {
    case .or: self = .or
    case .and: self = .and
    case .less, .greater, .lessEqual, .greaterEqual, .doubleEqual, .notEqual, .in, .is: self = .comparison
    case .not: self = next() == .in ? .comparison : .none
    case .bar: self = .bitwiseOr
    case .caret: self = .bitwiseXor
    case .ampersand: self = .bitwiseAnd
    case .leftShift, .rightShift: self = .shift
    case .plus, .minus: self = .sum
    case .star, .slash, .doubleSlash, .percent, .at: self = .product
    default: self = .none
    }
  }

  /// The next tighter precedence.
  @inline(__always) var tighter: Precedence { Precedence(rawValue: rawValue &+ 1) ?? .unary }

  var nodeKind: NodeKind {
    switch self {
    case .or, .and: .booleanOperation
    case .comparison: .comparison
    default: .binaryOperation
    }
  }
}

extension Parser {
  // MARK: Lists of expressions

  /// Expressions and starred ones; a tuple where there is a comma.
  mutating func parseStarExpressions() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let first = try parseStarExpression()
    guard kind == .comma else { return first }
    var chain = NodeChain()
    chain.append(first, to: &tree)
    while take(.comma) {
      guard startsExpression(kind) || kind == .star else { break }
      chain.append(try parseStarExpression(), to: &tree)
    }
    return add(.tuple, from: start, chain)
  }

  mutating func parseStarExpression() throws(ParseFailure) -> NodeIndex {
    kind == .star ? try parseStarred() : try parseExpression()
  }

  /// An item of a display: starred, or with `:=`.
  mutating func parseStarNamedExpression() throws(ParseFailure) -> NodeIndex {
    kind == .star ? try parseStarred() : try parseNamedExpression()
  }

  private mutating func parseStarred() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parseBinary(.bitwiseOr), to: &tree)
    return add(.starred, from: start, chain)
  }

  /// Whether a token can start an expression.
  func startsExpression(_ kind: TokenKind) -> Bool {
    switch kind {
    case .name, .number, .string, .formatStart, .leftParenthesis, .leftBracket, .leftBrace, .minus, .plus,
      .tilde,
      .not, .lambda, .await, .none, .true, .false, .ellipsis, .yield:
      true
    default: false
    }
  }

  // MARK: One expression

  mutating func parseNamedExpression() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let left = try parseExpression()
    guard kind == .colonEqual else { return left }
    guard tree[left].kind == .name, !tree[left].flags.contains(.isParenthesised) else {
      throw failure("cannot use assignment expressions with \(describeTarget(left))", tree[left].range)
    }
    advance()
    tree[left].flags.insert(.isStored)
    var chain = NodeChain()
    chain.append(left, to: &tree)
    chain.append(try parseExpression(), to: &tree)
    return add(.namedExpression, from: start, chain)
  }

  mutating func parseExpression() throws(ParseFailure) -> NodeIndex {
    if kind == .lambda { return try parseLambda() }
    let start = token.start
    let value = try parseBinary(.or)
    guard kind == .if else { return value }
    var chain = NodeChain()
    chain.append(value, to: &tree)
    while take(.if) {
      chain.append(try parseBinary(.or), to: &tree)
      guard kind == .else else {
        if kind == .colon { throw failure() }
        throw failure("expected 'else' after 'if' expression", Int(start)..<Int(previousEnd))
      }
      advance()
      if kind == .lambda {
        chain.append(try parseLambda(), to: &tree)
        break
      }
      if isStatementKeyword(kind) {
        throw failure(
          "expected expression after 'else', but statement is given", Int(start)..<Int(previousEnd))
      }
      chain.append(try parseBinary(.or), to: &tree)
    }
    return add(.conditional, from: start, chain)
  }

  private func isStatementKeyword(_ kind: TokenKind) -> Bool {
    switch kind {
    case .pass, .break, .continue, .return, .raise, .global, .nonlocal, .del, .assert, .import, .from: true
    default: false
    }
  }

  /// Operators that bind as tightly as `minimum` or tighter.
  mutating func parseBinary(_ minimum: Precedence) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    var left = try parseOperand(minimum)
    while true {
      let precedence = Precedence(infix: kind, next: nextKind)
      guard precedence != .none, precedence.rawValue >= minimum.rawValue else { return left }
      var chain = NodeChain()
      chain.append(left, to: &tree)
      repeat {
        takeOperator()
        chain.append(try parseBinary(precedence.tighter), to: &tree)
      } while Precedence(infix: kind, next: nextKind) == precedence
      left = add(precedence.nodeKind, from: start, chain)
    }
  }

  /// Steps over an operator: one token, or two for `not in` and `is not`.
  private mutating func takeOperator() {
    let first = kind
    advance()
    if (first == .not && kind == .in) || (first == .is && kind == .not) { advance() }
  }

  private mutating func parseOperand(_ minimum: Precedence) throws(ParseFailure) -> NodeIndex {
    switch kind {
    case .not:
      guard minimum.rawValue <= Precedence.not.rawValue else { throw failure() }
      return try parseUnary(.not)
    case .minus, .plus, .tilde: return try parseUnary(.unary)
    default: return try parsePower()
    }
  }

  /// Prefix operators, however many, over one operand.
  private mutating func parseUnary(_ precedence: Precedence) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let first = kind
    var count = 0
    while precedence == .not ? kind == .not : kind == .minus || kind == .plus || kind == .tilde {
      advance()
      count += 1
    }
    var chain = NodeChain()
    chain.append(try precedence == .not ? parseBinary(.comparison) : parsePower(), to: &tree)
    return add(.unaryOperation, from: start, chain, value: count == 1 ? Int32(first.rawValue) : -1)
  }

  private mutating func parsePower() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let base = try parseAwaited()
    guard kind == .doubleStar else { return base }
    var chain = NodeChain()
    chain.append(base, to: &tree)
    advance()
    try enter()
    let isSigned = kind == .minus || kind == .plus || kind == .tilde
    chain.append(try isSigned ? parseUnary(.unary) : parsePower(), to: &tree)
    depth -= 1
    return add(.power, from: start, chain)
  }

  private mutating func parseAwaited() throws(ParseFailure) -> NodeIndex {
    guard kind == .await else { return try parsePrimary() }
    let start = token.start
    advance()
    var chain = NodeChain()
    chain.append(try parsePrimary(), to: &tree)
    return add(.await, from: start, chain)
  }

  mutating func parseYield() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    var chain = NodeChain()
    if take(.from) {
      chain.append(try parseExpression(), to: &tree)
      return add(.yieldFrom, from: start, chain)
    }
    if startsExpression(kind) || kind == .star, kind != .yield {
      chain.append(try parseStarExpressions(), to: &tree)
    }
    return add(.yield, from: start, chain)
  }

  // MARK: Primaries

  /// An atom and the attributes, calls and subscripts after it.
  private mutating func parsePrimary() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let base = try parseAtom()
    guard kind == .dot || kind == .leftParenthesis || kind == .leftBracket else { return base }
    var chain = NodeChain()
    chain.append(base, to: &tree)
    while true {
      switch kind {
      case .dot: chain.append(try parseAttribute(), to: &tree)
      case .leftParenthesis: chain.append(try parseCall(), to: &tree)
      case .leftBracket: chain.append(try parseSubscript(), to: &tree)
      default: return add(.primary, from: start, chain, value: chain.last)
      }
    }
  }

  private mutating func parseAttribute() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    advance()
    guard kind == .name else { throw failure() }
    let name = token.value
    advance()
    return add(.attribute, from: start, value: name)
  }

  private mutating func parseSubscript() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    advance()
    let inner = token.start
    var items = NodeChain()
    var isTuple = false
    repeat {
      if kind == .rightBracket, items.count > 0 { break }
      items.append(try parseSliceItem(), to: &tree)
      isTuple = isTuple || kind == .comma
    } while take(.comma)
    if kind != .rightBracket { throw itemEndFailure(after: items.last) }
    // A lone starred index makes a tuple, as in `a[*b]`.
    if tree[items.first].kind == .starred { isTuple = true }
    let index = isTuple ? add(.tuple, from: inner, items) : items.first
    advance()
    var chain = NodeChain()
    chain.append(index, to: &tree)
    depth -= 1
    return add(.subscription, from: start, chain)
  }

  private mutating func parseSliceItem() throws(ParseFailure) -> NodeIndex {
    let start = token.start
    if kind == .star { return try parseStarNamedExpression() }
    var chain = NodeChain()
    if kind != .colon {
      let first = try parseNamedExpression()
      guard kind == .colon, !isBareWalrus(first) else { return first }
      chain.append(first, to: &tree)
    }
    for _ in 0..<2 where take(.colon) {
      if kind != .colon, kind != .comma, kind != .rightBracket {
        chain.append(try parseExpression(), to: &tree)
      }
    }
    return add(.slice, from: start, chain)
  }
}
