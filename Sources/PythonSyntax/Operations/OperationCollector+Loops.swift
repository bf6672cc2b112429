/// Updates of a loop's variables.
extension OperationCollector {
  /// The statements `x += …` of a loop's body for one of its variables that no later statement of the body reads: with
  /// numbers they would do nothing, so the elements are arrays or lists. What a comprehension collects may be numbers all
  /// the same.
  func unreadUpdates(inLoop node: Node) -> [NodeIndex] {
    let parts = Array(children(of: node))
    guard parts.count > 2, !collects(parts[1]) else { return [] }
    var variables: Set<NameID> = []
    collectNames(of: parts[0], into: &variables)
    let body = Array(children(of: tree[parts[2]]))
    var found: [NodeIndex] = []
    var isRead: Set<NameID> = []
    var isSearched = body.endIndex
    for place in body.indices.reversed() {
      guard let name = updatedName(of: body[place]), variables.contains(name) else { continue }
      // What comes after is read once, from the end.
      for later in body[(place + 1)..<isSearched] { collectNames(of: later, into: &isRead) }
      isSearched = place + 1
      if !isRead.contains(name) { found.append(body[place]) }
    }
    return found
  }

  private func collects(_ expression: NodeIndex) -> Bool {
    switch tree[expression].kind {
    case .listComprehension, .setComprehension, .dictionaryComprehension, .generator: true
    default: tree.children(expression).contains(where: collects)
    }
  }

  private func updatedName(of statement: NodeIndex) -> NameID? {
    let node = tree[statement]
    guard node.kind == .augmentedAssignment, node.firstChild >= 0, tree[node.firstChild].kind == .name,
      case let value = tree[node.firstChild].next, value >= 0
    else { return nil }
    // What a string is added to is one.
    let isText = tree[value].kind == .string || tree[value].kind == .formatString
    return isText ? nil : tree[node.firstChild].value
  }

  private func collectNames(of index: NodeIndex, into names: inout Set<NameID>) {
    if tree[index].kind == .name { names.insert(tree[index].value) }
    for child in tree.children(index) { collectNames(of: child, into: &names) }
  }
}
