/// Thrown where a statement cannot be read; what is wrong with it has been logged by then.
struct ParseFailure: Error {}

/// A recursive-descent parser over tokens, one statement at a time.
///
/// A statement that cannot be read becomes an `error` node and the next line is read afresh. Recursion is bounded:
/// brackets by the lexer, blocks by its indentation limit, everything else by `depthLimit`.
struct Parser {
  let source: [UInt8]
  var tokens: [Token]
  var names: NameTable
  var tree: SyntaxTree
  var log: ErrorLog
  var index = 0
  var depth = 0
  /// Made for the first message that needs it.
  var lines: LineTable?

  /// How deep expressions and blocks may nest in all; CPython's own stack ends in the same region.
  static let depthLimit = 400

  /// A parser of what `lexer` has read, which adds its nodes to `tree`.
  init(_ lexer: consuming Lexer, tree: consuming SyntaxTree = SyntaxTree()) {
    source = lexer.source
    tokens = lexer.tokens
    names = lexer.names
    log = lexer.log
    self.tree = tree
    if self.tree.nodes.isEmpty { self.tree.nodes.reserveCapacity(tokens.count) }
  }

  // MARK: Tokens

  @inline(__always) var token: Token { tokens[index] }
  @inline(__always) var kind: TokenKind { tokens[index].kind }

  /// The kind of the token after the current one.
  @inline(__always) var nextKind: TokenKind {
    index &+ 1 < tokens.count ? tokens[index &+ 1].kind : .endOfFile
  }

  /// Where the token before the current one ends.
  @inline(__always) var previousEnd: Int32 { index > 0 ? tokens[index &- 1].end : 0 }

  @inline(__always) mutating func advance() {
    if index &+ 1 < tokens.count { index &+= 1 }
  }

  @inline(__always) mutating func take(_ expected: TokenKind) -> Bool {
    guard kind == expected else { return false }
    advance()
    return true
  }

  mutating func expect(_ expected: TokenKind) throws(ParseFailure) {
    if !take(expected) { throw failure() }
  }

  /// Whether the current token is the soft keyword `name`.
  @inline(__always) func isSoftKeyword(_ name: KnownName) -> Bool {
    kind == .name && token.value == name.rawValue
  }

  // MARK: Errors

  /// Logs an error at the current token.
  mutating func failure(_ message: String = "invalid syntax") -> ParseFailure {
    failure(message, errorRange)
  }

  /// Where an error at the current token is shown: at the end of the text it is shown on the last line.
  var errorRange: Range<Int> {
    guard Int(token.start) >= source.count else { return token.range }
    var end = source.count
    if end > 0, source[end - 1] == "\n" { end -= 1 }
    if end > 0, source[end - 1] == "\r" { end -= 1 }
    return end..<end
  }

  mutating func failure(_ message: String, _ range: Range<Int>) -> ParseFailure {
    log.add(message, range)
    return ParseFailure()
  }

  mutating func failure(_ message: String, from first: NodeIndex, to last: NodeIndex) -> ParseFailure {
    let start = tree[first].range.lowerBound
    return failure(message, start..<max(start, tree[last].range.upperBound))
  }

  mutating func enter() throws(ParseFailure) {
    guard depth < Self.depthLimit else { throw failure("too many nested parentheses") }
    depth &+= 1
  }

  // MARK: Nodes

  @inline(__always) mutating func add(
    _ kind: NodeKind, from start: Int32, _ chain: NodeChain = NodeChain(), value: Int32 = -1,
    flags: NodeFlags = []
  ) -> NodeIndex {
    tree.add(
      Node(kind: kind, flags: flags, start: start, end: previousEnd, firstChild: chain.first, value: value))
  }

  /// A node for the current token alone, which is taken.
  @inline(__always) mutating func addToken(_ kind: NodeKind) -> NodeIndex {
    let token = self.token
    advance()
    return tree.add(Node(kind: kind, start: token.start, end: token.end, value: token.value))
  }

  /// The next token as an `identifier`.
  mutating func parseIdentifier() throws(ParseFailure) -> NodeIndex {
    guard kind == .name else { throw failure() }
    return addToken(.identifier)
  }

  // MARK: The module

  /// Reads all statements.
  mutating func parseModule() -> NodeIndex {
    var chain = NodeChain()
    while kind != .endOfFile {
      if kind == .newline {
        advance()
      } else if kind == .indent {
        parseUnexpectedIndent(&chain)
      } else if kind == .dedent {
        advance()
      } else {
        parseStatementRecovering(&chain)
      }
    }
    return tree.add(
      Node(kind: .module, start: 0, end: Int32(truncatingIfNeeded: source.count), firstChild: chain.first))
  }

  /// Reads one statement, or one line of small statements, and adds what it finds to `chain`.
  mutating func parseStatementRecovering(_ chain: inout NodeChain) {
    let start = index
    let mark = tree.nodes.count
    let outerDepth = depth
    let logged = log.entries.count
    do {
      try parseStatement(&chain)
    } catch {
      depth = outerDepth
      recover(from: start, mark: mark, logged: logged, &chain)
    }
  }

  private mutating func parseUnexpectedIndent(_ chain: inout NodeChain) {
    log.add(ErrorLog.unexpectedIndent, tokens[index].range)
    advance()
    parseStatements(&chain)
    _ = take(.dedent)
  }

  /// Reads statements up to the end of a block.
  mutating func parseStatements(_ chain: inout NodeChain) {
    while kind != .dedent, kind != .endOfFile {
      if kind == .newline {
        advance()
      } else if kind == .indent {
        guard depth < Self.depthLimit else {
          advance()
          continue
        }
        depth += 1
        parseUnexpectedIndent(&chain)
        depth -= 1
      } else {
        parseStatementRecovering(&chain)
      }
    }
  }

  /// Skips the rest of the logical line; a block that hangs below it is still read.
  private mutating func recover(from start: Int, mark: Int, logged: Int, _ chain: inout NodeChain) {
    // What was added for the statement so far hangs nowhere, unless statements before a `;` do.
    if chain.last < NodeIndex(mark) { tree.nodes.removeSubrange(mark...) }
    var end = index
    while tokens[end].kind != .newline, tokens[end].kind != .endOfFile { end += 1 }
    // What the lexer could not read is reported by it alone.
    if tokens[start..<end].contains(where: { $0.kind == .invalid }) { log.keepLexical(from: logged) }
    let isMagic = isAutomagic(from: start, to: end)
    if isMagic { log.remove(within: Int(tokens[start].start)..<Int(tokens[end].start)) }
    index = end
    advance()
    var blocks = NodeChain()
    var broken: BrokenStatement?
    if !isMagic {
      broken = BrokenStatement(Int(tokens[start].start)..<Int(tokens[end].start), in: source)
      for name in broken?.names ?? [] { blocks.append(addBrokenName(name), to: &tree) }
    }
    if kind == .indent, depth < Self.depthLimit {
      advance()
      depth += 1
      parseStatements(&blocks)
      depth -= 1
      _ = take(.dedent)
    }
    var node = Node(kind: .error, start: tokens[start].start, end: previousEnd, firstChild: blocks.first)
    if isMagic {
      (node.value, node.end) = (BrokenStatement.automagic, tokens[end].start)
    } else if broken?.isUnfinishedImport == true {
      node.value = BrokenStatement.unfinishedImport
    }
    chain.append(tree.add(node), to: &tree)
  }

  /// A name that a statement which cannot be read seems to bind.
  private mutating func addBrokenName(_ range: Range<Int>) -> NodeIndex {
    let name = names.intern(bytes: Array(source[range]))
    return tree.add(
      Node(
        kind: .name, flags: .isStored, start: Int32(range.lowerBound), end: Int32(range.upperBound),
        value: name))
  }

  /// Whether what cannot be read is a line that IPython may run as a magic: `pip install pandas`.
  private func isAutomagic(from start: Int, to end: Int) -> Bool {
    let first = tokens[start]
    guard first.kind == .name, depth == 0, case let line = first.range.lowerBound..<Int(tokens[end].start),
      Automagic.name(ofLine: source[line]) != nil
    else { return false }
    return !source[line].contains { $0.isLineEnd }
  }
}
