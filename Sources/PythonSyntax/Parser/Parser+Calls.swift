extension Parser {
  mutating func parseCall() throws(ParseFailure) -> NodeIndex {
    try enter()
    let start = token.start
    let chain = try parseArguments()
    depth -= 1
    return add(.call, from: start, chain)
  }

  /// Arguments with their parentheses.
  mutating func parseArguments() throws(ParseFailure) -> NodeChain {
    advance()
    var chain = NodeChain()
    var seen = SeenArguments()
    while kind != .rightParenthesis {
      chain.append(try parseArgument(&seen, isFirst: chain.count == 0), to: &tree)
      guard take(.comma) else { break }
      seen.hasComma = true
    }
    if let misplaced = seen.misplaced { throw failure(misplaced) }
    guard take(.rightParenthesis) else { throw itemEndFailure(after: chain.last) }
    if let generator = seen.bareGenerator, chain.count > 1 || seen.hasComma {
      throw failure("Generator expression must be parenthesized", tree[generator].range)
    }
    return chain
  }

  /// What came before in a list of arguments, as far as it limits what may follow.
  struct SeenArguments {
    var hasKeyword = false
    var hasUnpacking = false
    var hasComma = false
    var bareGenerator: NodeIndex?
    /// What is wrong with the order; CPython says so at the end of the list.
    var misplaced: String?
  }

  private mutating func parseArgument(
    _ seen: inout SeenArguments, isFirst: Bool
  ) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    switch kind {
    case .star:
      if seen.hasUnpacking {
        throw failure("iterable argument unpacking follows keyword argument unpacking")
      }
      advance()
      return add(.starredArgument, from: start, try parseSingle())
    case .doubleStar:
      seen.hasUnpacking = true
      advance()
      let value = try parseSingle()
      if kind == .equal {
        throw failure("cannot assign to keyword argument unpacking", Int(start)..<Int(previousEnd))
      }
      return add(.doubleStarredArgument, from: start, value)
    case .name where nextKind == .equal: return try parseKeywordArgument(&seen)
    case .true, .false, .none:
      if nextKind == .equal { throw failure("cannot assign to \(describeConstant())") }
      return try parsePositional(&seen)
    default: return try parsePositional(&seen)
    }
  }

  private func describeConstant() -> String {
    kind == .true ? "True" : kind == .false ? "False" : "None"
  }

  private mutating func parseSingle() throws(ParseFailure) -> NodeChain {
    var chain = NodeChain()
    chain.append(try parseExpression(), to: &tree)
    return chain
  }

  private mutating func parseKeywordArgument(_ seen: inout SeenArguments) throws(ParseFailure) -> NodeIndex {
    seen.hasKeyword = true
    let start = token.start
    let name = token.value
    let nameRange = token.range
    advance()
    advance()
    if kind == .comma || kind == .rightParenthesis {
      throw failure("expected argument value expression", nameRange.lowerBound..<Int(previousEnd))
    }
    let value = try parseSingle()
    if kind == .for || kind == .async {
      throw failure("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", nameRange)
    }
    return add(.keywordArgument, from: start, value, value: name)
  }

  private mutating func parsePositional(_ seen: inout SeenArguments) throws(ParseFailure) -> NodeIndex {
    let start = token.start
    let value = try parseNamedExpression()
    if kind == .equal {
      throw failure(
        "expression cannot contain assignment, perhaps you meant \"==\"?", Int(start)..<Int(token.end))
    }
    if kind == .for || kind == .async {
      var elements = NodeChain()
      elements.append(value, to: &tree)
      let clauses = try parseClauses(before: elements)
      let generator = add(.generator, from: start, clauses)
      seen.bareGenerator = generator
      return generator
    }
    if seen.hasUnpacking || seen.hasKeyword, seen.misplaced == nil {
      seen.misplaced =
        "positional argument follows keyword argument" + (seen.hasUnpacking ? " unpacking" : "")
    }
    return value
  }
}
