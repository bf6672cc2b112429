/// The functions of a module, as Kale comes to them.
extension FactCollector {
  struct ModuleFunctions {
    /// All of them.
    var all: [NodeIndex] = []
    /// For each name the last one of the last top-level statement that defines it, where within one statement a
    /// deeper one comes after a shallower one.
    var last: [(name: NameID, node: NodeIndex)] = []
  }

  func functionsOfModule() -> ModuleFunctions {
    var places: [NameID: Int] = [:]
    var functions = ModuleFunctions()
    var statement = tree[root].firstChild
    while statement >= 0 {
      for node in functionsSeen(in: statement) {
        functions.all.append(node)
        let name = tree.definedName(node)
        if let place = places[name] {
          functions.last[place].node = node
        } else {
          places[name] = functions.last.count
          functions.last.append((name, node))
        }
      }
      statement = tree[statement].next
    }
    return functions
  }

  /// The functions that Kale sees in one statement at module level, in the order in which it comes to them.
  private func functionsSeen(in statement: NodeIndex) -> [NodeIndex] {
    var found: [(depth: Int, node: NodeIndex)] = []
    findFunctions(in: statement, depth: 0, &found)
    if found.count <= 1 { return found.map(\.node) }
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
