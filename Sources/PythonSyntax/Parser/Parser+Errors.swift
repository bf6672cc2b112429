/// Messages for the usual mistakes, in CPython's words.
extension Parser {
  /// The error where a statement should have ended.
  mutating func statementEndFailure(after node: NodeIndex) -> ParseFailure {
    let start = tree[node].range
    if tree[node].kind == .name, startsExpression(kind), kind != .leftParenthesis {
      let name = tree[node].value
      if name == KnownName.print.rawValue || name == KnownName.exec.rawValue {
        let word = names.text(name)
        return failure(
          "Missing parentheses in call to '\(word)'. Did you mean \(word)(...)?",
          start.lowerBound..<Int(token.end))
      }
    }
    if kind == .colonEqual { return failure() }
    if kind == .equal { return assignmentInExpressionFailure(to: node) }
    return failure()
  }

  /// The error where an item in brackets should be followed by a comma or the closing bracket.
  mutating func itemEndFailure(after node: NodeIndex) -> ParseFailure {
    if kind == .equal, node >= 0 { return assignmentInExpressionFailure(to: node) }
    guard node >= 0, startsExpression(kind), kind != .yield, kind != .not, kind != .lambda else {
      return failure()
    }
    // Two words, or a word and a string, are a slip that a comma would not mend.
    let isWord = tree[node].kind == .name && index > 0 && tokens[index - 1].kind == .name
    if isWord, kind == .string { return failure() }
    let start = tree[node].range.lowerBound
    return failure("invalid syntax. Perhaps you forgot a comma?", start..<max(start, Int(token.end)))
  }

  /// The error at an `=` after an expression where no assignment may stand.
  mutating func assignmentInExpressionFailure(to node: NodeIndex) -> ParseFailure {
    let hint = tree[node].kind == .name || tree[node].kind == .keywordArgument
    return failure(
      hint
        ? "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
        : "cannot assign to \(describeTarget(node)) here. Maybe you meant '==' instead of '='?",
      tree[node].range)
  }
}
