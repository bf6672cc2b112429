/// Finds what not every version of Python accepts.
extension FactCollector {
  /// The syntax that came with some version of Python, in the order of the text.
  func versionedSyntax(_ scan: Scan) -> [VersionedSyntax] {
    guard !scan.newer.isEmpty || !scan.unions.isEmpty else { return [] }
    var found = scan.newer.compactMap(newerSyntax)
    if !scan.unions.isEmpty {
      var search = UnionSearch(tree: tree, candidates: Set(scan.unions))
      search.visit(root, isInFunction: false, isInAnnotation: false)
      found += search.found
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func newerSyntax(_ index: NodeIndex) -> VersionedSyntax? {
    let node = tree[index]
    let start = Int(node.start)
    switch node.kind {
    case .matchStatement: return VersionedSyntax(kind: .match, range: start..<start + 5)
    case .exceptHandler where node.flags.contains(.isGroup):
      return VersionedSyntax(kind: .exceptGroup, range: start..<start + 6)
    case .exceptHandler: return VersionedSyntax(kind: .bareTypes, range: tree[node.firstChild].range)
    case .typeAlias: return VersionedSyntax(kind: .typeAlias, range: node.range)
    case .typeParameters:
      let hasDefault = tree.children(index).contains { tree[$0].flags.contains(.hasDefault) }
      return VersionedSyntax(kind: hasDefault ? .typeDefault : .typeParameters, range: node.range)
    case .formatString:
      let kind = FormatStringVersion(tree: tree, source: source).kind(of: index)
      return kind.map { VersionedSyntax(kind: $0, range: node.range) }
    case .subscription:
      return newerIndex(node).map { VersionedSyntax(kind: $0, range: tree[node.firstChild].range) }
    case .parameter: return VersionedSyntax(kind: .starredIndex, range: node.range)
    default: return nil
    }
  }

  private func newerIndex(_ subscription: Node) -> VersionedSyntax.Kind? {
    let index = tree[subscription.firstChild]
    guard !index.flags.contains(.isParenthesised) else { return nil }
    if index.kind == .namedExpression { return .namedIndex }
    guard index.kind == .tuple else { return nil }
    let items = tree.children(subscription.firstChild).map { tree[$0] }
    if items.contains(where: { $0.kind == .starred }) { return .starredIndex }
    let isNamed = items.contains {
      $0.kind == .namedExpression && !$0.flags.contains(.isParenthesised)
    }
    return isNamed ? .namedIndex : nil
  }

  /// Whether a node is one that `versionedSyntax` has to look at.
  func mayBeNewer(_ node: Node) -> Bool {
    switch node.kind {
    case .matchStatement, .typeAlias, .typeParameters: return true
    case .exceptHandler:
      guard !node.flags.contains(.isGroup) else { return true }
      guard node.flags.contains(.hasAnnotation) else { return false }
      let types = tree[node.firstChild]
      return types.kind == .tuple && !types.flags.contains(.isParenthesised)
    case .formatString: return node.firstChild >= 0 && source[Int(node.start)] != ":"
    case .subscription:
      guard node.firstChild >= 0 else { return false }
      let kind = tree[node.firstChild].kind
      return kind == .tuple || kind == .namedExpression
    case .parameter:
      guard node.flags.contains(.hasAnnotation), let annotation = second(of: node) else { return false }
      return tree[annotation].kind == .starred
    default: return false
    }
  }

  private func second(of node: Node) -> NodeIndex? {
    guard node.firstChild >= 0, tree[node.firstChild].next >= 0 else { return nil }
    return tree[node.firstChild].next
  }

  /// Whether an operation is a union of types: it has `None` or the name of a builtin type, and nothing that is no type.
  func isUnion(_ operation: Node) -> Bool {
    var child = operation.firstChild
    var (hasType, end) = (false, noNode)
    while child >= 0 {
      let node = tree[child]
      if end >= 0, !source[Int(end)..<max(Int(end), Int(node.start))].contains(UInt8(ascii: "|")) {
        return false
      }
      switch node.kind {
      case .noneConstant: hasType = true
      case .name: hasType = hasType || VersionedWords.isType(node.value)
      case .primary:
        guard node.value >= 0, tree[node.value].kind != .call else { return false }
        let base = tree[node.firstChild]
        if base.kind == .name, tree[node.value].kind == .subscription, VersionedWords.isType(base.value) {
          hasType = true
        }
      default: return false
      }
      (child, end) = (node.next, node.end)
    }
    return hasType
  }
}

/// Finds the unions of types that are evaluated.
private struct UnionSearch {
  let tree: SyntaxTree
  let candidates: Set<NodeIndex>
  var found: [VersionedSyntax] = []

  init(tree: SyntaxTree, candidates: Set<NodeIndex>) { (self.tree, self.candidates) = (tree, candidates) }

  mutating func visit(_ index: NodeIndex, isInFunction: Bool, isInAnnotation: Bool) {
    guard index >= 0 else { return }
    let node = tree[index]
    if candidates.contains(index) {
      let kind: VersionedSyntax.Kind = isInAnnotation ? .annotatedUnion : .union
      found.append(VersionedSyntax(kind: kind, range: node.range, isCertain: !isInFunction))
      return
    }
    var (child, isFirst) = (node.firstChild, true)
    while child >= 0 {
      let kind = tree[child].kind
      switch node.kind {
      case .functionDefinition:
        let isAnnotation = isInAnnotation || node.flags.contains(.hasAnnotation) && isReturn(child)
        visit(child, isInFunction: isInFunction || kind == .block, isInAnnotation: isAnnotation)
      case .parameter:
        // A name, an annotation, a default.
        let isAnnotation = node.flags.contains(.hasAnnotation) && child == tree[node.firstChild].next
        visit(child, isInFunction: isInFunction, isInAnnotation: isInAnnotation || isAnnotation)
      case .annotatedAssignment where child == tree[node.firstChild].next:
        // Python does not evaluate those of local variables.
        if !isInFunction { visit(child, isInFunction: false, isInAnnotation: true) }
      case .lambda: visit(child, isInFunction: isInFunction || !isFirst, isInAnnotation: isInAnnotation)
      default: visit(child, isInFunction: isInFunction, isInAnnotation: isInAnnotation)
      }
      (child, isFirst) = (tree[child].next, false)
    }
  }

  /// Whether a child of a function is what it returns.
  private func isReturn(_ child: NodeIndex) -> Bool {
    switch tree[child].kind {
    case .decorator, .identifier, .typeParameters, .parameters, .block: false
    default: true
    }
  }
}
