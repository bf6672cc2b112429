/// The functions of a module, as Kale comes to them.
extension FactCollector {
  /// The functions that Kale sees: for each name the last one of the last top-level statement that defines it,
  /// where within one statement a deeper one comes after a shallower one.
  func functionsOfModule() -> [(name: NameID, node: NodeIndex)] {
    var places: [NameID: Int] = [:]
    var functions: [(name: NameID, node: NodeIndex)] = []
    var statement = tree[root].firstChild
    while statement >= 0 {
      for node in self.functions(in: statement) {
        let name = definedName(node)
        if let place = places[name] {
          functions[place].node = node
        } else {
          places[name] = functions.count
          functions.append((name, node))
        }
      }
      statement = tree[statement].next
    }
    return functions
  }

  /// The functions that Kale sees in one statement at module level, in the order in which it comes to them.
  func functions(in statement: NodeIndex) -> [NodeIndex] {
    if tree[statement].kind == .functionDefinition, !tree[statement].flags.contains(.isAsync) {
      return [statement]
    }
    var found: [(depth: Int, node: NodeIndex)] = []
    findFunctions(in: statement, depth: 0, &found)
    // The sort is stable where it matters: equal depths keep the order of the text.
    let ordered = found.enumerated().sorted {
      ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset)
    }
    return ordered.map(\.element.node)
  }

  private func findFunctions(in node: NodeIndex, depth: Int, _ found: inout [(depth: Int, node: NodeIndex)]) {
    let inner: Int
    switch tree[node].kind {
    case .functionDefinition:
      guard tree[node].flags.contains(.isAsync) else { return found.append((depth, node)) }
      inner = depth + 1
    case .ifStatement: return findFunctionsInIf(node, depth: depth, &found)
    case .whileStatement, .forStatement, .withStatement, .tryStatement, .exceptHandler, .matchStatement,
      .matchCase,
      .error:
      inner = depth + 1
    case .block, .elseBlock, .finallyBlock:
      inner = depth
    default: return
    }
    var child = tree[node].firstChild
    while child >= 0 {
      findFunctions(in: child, depth: inner, &found)
      child = tree[child].next
    }
  }

  /// In CPython's tree an `elif` is an `if` inside the `else` of the one before.
  private func findFunctionsInIf(
    _ node: NodeIndex, depth: Int, _ found: inout [(depth: Int, node: NodeIndex)]
  ) {
    var level = depth
    var child = tree[node].firstChild
    while child >= 0 {
      let kind = tree[child].kind
      if kind == .block {
        level += 1
        findFunctions(in: child, depth: level, &found)
      } else if kind == .elseBlock {
        findFunctions(in: child, depth: level, &found)
      }
      child = tree[child].next
    }
  }
}
