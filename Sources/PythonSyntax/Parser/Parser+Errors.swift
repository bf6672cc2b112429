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
    if kind == .equal { return assignmentInExpressionFailure() }
    return failure()
  }

  /// The error where an item in brackets should be followed by a comma or the closing bracket.
  mutating func itemEndFailure(after node: NodeIndex) -> ParseFailure {
    if kind == .equal, node >= 0 { return assignmentInExpressionFailure() }
    guard node >= 0, startsExpression(kind), kind != .yield, kind != .not, kind != .lambda else {
      return failure()
    }
    // Two words, or a word and a string, are a slip that a comma would not mend.
    let isWord = tree[node].kind == .name && index > 0 && tokens[index - 1].kind == .name
    if isWord, kind == .string { return failure() }
    let start = tree[node].range.lowerBound
    return failure("invalid syntax. Perhaps you forgot a comma?", start..<max(start, Int(token.end)))
  }

  /// The error at an `=` inside an expression.
  mutating func assignmentInExpressionFailure() -> ParseFailure {
    guard index > 0, tokens[index - 1].kind == .name, index < 2 || tokens[index - 2].kind != .dot else {
      return failure(
        "cannot assign to expression here. Maybe you meant '==' instead of '='?",
        tokens[max(0, index - 1)].range)
    }
    return failure(
      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", tokens[index - 1].range)
  }
}
