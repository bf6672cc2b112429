/// What may be assigned to and deleted.
extension Parser {
  /// Whether a `primary` ends in an attribute or a subscript.
  func isAssignablePrimary(_ node: NodeIndex) -> Bool {
    let last = tree[NodeIndex(tree[node].value)].kind
    return last == .attribute || last == .subscription
  }

  /// Makes the names of a target bound rather than read.
  mutating func storeTarget(_ node: NodeIndex) {
    mark(node, .isStored)
  }

  /// Makes the names of a target deleted.
  mutating func deleteTarget(_ node: NodeIndex) {
    mark(node, .isDeleted)
  }

  private mutating func mark(_ node: NodeIndex, _ flag: NodeFlags) {
    switch tree[node].kind {
    case .name: tree[node].flags.insert(flag)
    case .tuple, .list, .starred:
      var child = tree[node].firstChild
      while child >= 0 {
        mark(child, flag)
        child = tree[child].next
      }
    default: break
    }
  }

  /// The error where the part `wrong` of the target `node` cannot be assigned to.
  mutating func targetFailure(_ node: NodeIndex, _ wrong: NodeIndex, isComparisonLikely: Bool) -> ParseFailure
  {
    let what = describeTarget(wrong)
    let isWhole = wrong == node && !tree[node].flags.contains(.isParenthesised)
    switch tree[wrong].kind {
    case .yield, .yieldFrom: return failure("assignment to yield expression not possible", tree[wrong].range)
    case .trueConstant, .falseConstant, .noneConstant, .generator:
      return failure("cannot assign to \(what)", tree[wrong].range)
    default:
      let hint = isComparisonLikely && isWhole ? " here. Maybe you meant '==' instead of '='?" : ""
      return failure("cannot assign to \(what)\(hint)", tree[wrong].range)
    }
  }

  mutating func checkDeletion(_ node: NodeIndex) throws(ParseFailure) {
    guard let wrong = invalidTarget(node, allowsStar: false) else { return }
    throw failure("cannot delete \(describeTarget(wrong))", tree[wrong].range)
  }

  /// The first part of a target that cannot be one.
  func invalidTarget(_ node: NodeIndex, allowsStar: Bool) -> NodeIndex? {
    switch tree[node].kind {
    case .name: return nil
    case .primary: return isAssignablePrimary(node) ? nil : node
    case .starred where allowsStar: return invalidTarget(tree[node].firstChild, allowsStar: false)
    case .tuple, .list:
      var child = tree[node].firstChild
      while child >= 0 {
        if let wrong = invalidTarget(child, allowsStar: allowsStar) { return wrong }
        child = tree[child].next
      }
      return nil
    default: return node
    }
  }

  /// What CPython calls an expression in its messages.
  func describeTarget(_ node: NodeIndex) -> String {
    switch tree[node].kind {
    case .primary:
      switch tree[NodeIndex(tree[node].value)].kind {
      case .call: "function call"
      case .attribute: "attribute"
      default: "subscript"
      }
    case .name: "name"
    case .starred: "starred"
    case .tuple: "tuple"
    case .list: "list"
    case .lambda: "lambda"
    case .booleanOperation, .binaryOperation, .unaryOperation, .power: "expression"
    case .generator: "generator expression"
    case .yield, .yieldFrom: "yield expression"
    case .await: "await expression"
    case .listComprehension: "list comprehension"
    case .setComprehension: "set comprehension"
    case .dictionaryComprehension: "dict comprehension"
    case .dictionary: "dict literal"
    case .set: "set display"
    case .formatString: "f-string expression"
    case .trueConstant: "True"
    case .falseConstant: "False"
    case .noneConstant: "None"
    case .ellipsis: "ellipsis"
    case .comparison: "comparison"
    case .conditional: "conditional expression"
    case .namedExpression: "named expression"
    default: "literal"
    }
  }
}
