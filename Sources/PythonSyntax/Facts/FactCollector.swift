/// Makes the facts of one piece of code from its tree.
struct FactCollector {
  let source: [UInt8]
  let root: NodeIndex
  var tree: SyntaxTree
  var names: NameTable
  let log: ErrorLog
  let escapes: [IPythonEscape]

  mutating func collect() -> CellFacts {
    var facts = CellFacts()
    facts.calls = calledNames()
    facts.imports = imports()
    collectMentions(into: &facts)
    collectStatements(into: &facts)
    facts.syntaxErrors = log.sorted
    facts.reportedError = log.first
    facts.escapes = escapes
    collectNames(into: &facts)
    return facts
  }

  // MARK: Names

  /// Runs the name analysis over the module, and over each of its functions alone.
  private mutating func collectNames(into facts: inout CellFacts) {
    let functions = functionsOfModule()
    var analysis = NameAnalysis(source: source, tree: tree, names: names)
    tree = SyntaxTree()
    names = .known
    analysis.analyse(module: root)
    facts.flow = analysis.flow()
    facts.reads = analysis.reads.map { read in
      NameUse(
        name: analysis.names.text(read.node.value), range: read.node.range, isConditional: read.isConditional)
    }
    facts.deferredReads = analysis.deferredReads.map {
      NameUse(name: analysis.names.text($0.value), range: $0.range, isConditional: true)
    }
    facts.mayEndEarly = analysis.mayHaveEnded
    facts.bindings = analysis.bindings.remaining.map {
      Binding(name: analysis.names.text($0.name), kind: $0.kind, range: analysis.tree[$0.node].range)
    }
    facts.deletions = Set(analysis.bindings.deletions.map { analysis.names.text($0) })
    analysis.recordsUses = false
    for function in functions {
      analysis.analyse(alone: function.node)
      facts.functions.append(
        FunctionFacts(name: analysis.names.text(function.name), flow: analysis.flow()))
    }
    tree = analysis.tree
    names = analysis.names
  }

  /// The functions that Kale sees: for each name the last one of the last top-level statement that defines it,
  /// where within one statement a deeper one comes after a shallower one.
  private func functionsOfModule() -> [(name: NameID, node: NodeIndex)] {
    var places: [NameID: Int] = [:]
    var functions: [(name: NameID, node: NodeIndex)] = []
    var statement = tree[root].firstChild
    while statement >= 0 {
      var found: [(depth: Int, node: NodeIndex)] = []
      findFunctions(in: statement, depth: 0, &found)
      // The sort is stable where it matters: equal depths keep the order of the text.
      let ordered = found.enumerated().sorted {
        ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset)
      }
      for function in ordered {
        let name = definedName(function.element.node)
        if let place = places[name] {
          functions[place].node = function.element.node
        } else {
          places[name] = functions.count
          functions.append((name, function.element.node))
        }
      }
      statement = tree[statement].next
    }
    return functions
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

  private func definedName(_ definition: NodeIndex) -> NameID {
    var child = tree[definition].firstChild
    while child >= 0, tree[child].kind != .identifier { child = tree[child].next }
    return child >= 0 ? tree[child].value : -1
  }

  // MARK: Calls and imports

  /// Names in front of the parentheses of a call, anywhere in the code.
  private func calledNames() -> [String] {
    var called: Set<NameID> = []
    for node in tree.nodes where node.kind == .primary {
      let base = tree[node.firstChild]
      if base.kind == .name, base.next >= 0, tree[base.next].kind == .call { called.insert(base.value) }
    }
    return called.map { names.text($0) }.sorted()
  }

  private func imports() -> [ImportFact] {
    var imports: [ImportFact] = []
    var definitions = tree.nodes.filter { $0.kind == .functionDefinition || $0.kind == .classDefinition }
    definitions.sort { $0.start > $1.start }
    // The furthest end of a definition that starts before the import at hand.
    var innerEnd: Int32 = 0
    for node in tree.nodes where node.kind == .importStatement || node.kind == .importFrom {
      while let definition = definitions.last, definition.start <= node.start {
        innerEnd = max(innerEnd, definition.end)
        definitions.removeLast()
      }
      let isNested = node.start < innerEnd
      var child = node.firstChild
      if node.kind == .importFrom {
        let module = child >= 0 && tree[child].kind == .moduleName ? names.text(tree[child].value) : ""
        imports.append(
          ImportFact(module: module, level: Int(node.value), range: node.range, isAtModuleLevel: !isNested))
      } else {
        while child >= 0 {
          imports.append(
            ImportFact(
              module: names.text(tree[child].value), level: 0, range: node.range, isAtModuleLevel: !isNested))
          child = tree[child].next
        }
      }
    }
    return imports
  }

  // MARK: Mentions

  private func collectMentions(into facts: inout CellFacts) {
    var mentioned: Set<NameID> = []
    collectMentions(in: root, &mentioned)
    facts.mentions = Set(mentioned.map { names.text($0) })
  }

  private func collectMentions(in index: NodeIndex, _ mentioned: inout Set<NameID>) {
    let node = tree[index]
    switch node.kind {
    case .name: mentioned.insert(node.value)
    case .alias:
      let bound = node.flags.contains(.hasAlias) ? tree[node.firstChild].value : node.value
      mentioned.insert(bound)
    case .functionDefinition where !node.flags.contains(.isAsync), .classDefinition:
      mentioned.insert(definedName(index))
    default:
      var child = node.firstChild
      while child >= 0 {
        collectMentions(in: child, &mentioned)
        child = tree[child].next
      }
    }
  }
}
