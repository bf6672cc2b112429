/// What is found by looking at every node once.
extension FactCollector {
  struct Scan {
    /// Names before the parentheses of a call, anywhere in the code.
    var calls: Set<NameID> = []
    var imports: [NodeIndex] = []
    /// The blocks that only type checkers run.
    var typeBlocks: [Range<Int>] = []
    /// Statements of which a part may not run, or may fail: `if`, and `try` that catches a failing import.
    var guards: [Node] = []
    var definitions: [NodeIndex] = []
    /// What Kale may not be able to print.
    var unprintable: [NodeIndex] = []
    /// What older versions of Python may reject.
    var newer: [NodeIndex] = []
    /// What may be a union of types.
    var unions: [NodeIndex] = []
    /// Names, attributes, arguments and imports that not every version of Python has.
    var versioned: [NodeIndex] = []
  }

  func scan() -> Scan {
    var scan = Scan()
    for (place, node) in tree.nodes.enumerated() {
      let index = NodeIndex(truncatingIfNeeded: place)
      if mayBeNewer(node) { scan.newer.append(index) }
      if isVersioned(node) { scan.versioned.append(index) }
      switch node.kind {
      case .primary:
        let base = tree[node.firstChild]
        if base.kind == .name, base.next >= 0, tree[base.next].kind == .call { scan.calls.insert(base.value) }
      case .binaryOperation: if isUnion(node) { scan.unions.append(index) }
      case .importStatement, .importFrom: scan.imports.append(index)
      case .functionDefinition, .classDefinition: scan.definitions.append(index)
      case .matchStatement, .typeAlias: scan.unprintable.append(index)
      case .exceptHandler where node.flags.contains(.isGroup): scan.unprintable.append(index)
      case .dictionaryUnpacking, .annotatedAssignment, .ifStatement, .whileStatement, .parameters:
        if isMisprinted(node) { scan.unprintable.append(index) }
        if node.kind == .ifStatement {
          scan.guards.append(node)
          if let block = blockForTypes(node) { scan.typeBlocks.append(block) }
        }
      case .tryStatement where catchesFailingImport(node): scan.guards.append(node)
      case .formatString:
        if node.firstChild >= 0, source[Int(node.start)] != ":" { scan.unprintable.append(index) }
      default: break
      }
    }
    return scan
  }

  // MARK: Imports

  func imports(_ scan: Scan) -> [ImportFact] {
    var imports: [ImportFact] = []
    var definitions = Surroundings(scan.definitions.map { tree[$0] })
    var guards = Surroundings(scan.guards)
    for statement in scan.imports {
      let node = tree[statement]
      let isNested = definitions.contain(node)
      let isGuarded = guards.contain(node)
      let first = imports.count
      if node.kind == .importFrom {
        imports.append(importFrom(node, isAtModuleLevel: !isNested))
      } else {
        var alias = node.firstChild
        while alias >= 0 {
          imports.append(importOfModule(tree[alias], in: node, isAtModuleLevel: !isNested))
          alias = tree[alias].next
        }
      }
      if isGuarded { for index in first..<imports.count { imports[index].isGuarded = true } }
    }
    if !scan.typeBlocks.isEmpty {
      for index in imports.indices {
        let place = imports[index].range.lowerBound
        imports[index].isForTypes = scan.typeBlocks.contains { $0.contains(place) }
      }
    }
    return imports
  }

  /// Some statements, for asking of one place after the other whether it is in one of them.
  private struct Surroundings {
    /// From the last to the first.
    private var nodes: [Node]
    /// The furthest end of a statement that starts before the place at hand.
    private var end: Int32 = 0

    init(_ nodes: [Node]) { self.nodes = nodes.sorted { $0.start > $1.start } }

    /// Whether one of them contains a node, which is not before the one asked about last.
    mutating func contain(_ node: Node) -> Bool {
      while let next = nodes.last, next.start <= node.start {
        end = max(end, next.end)
        nodes.removeLast()
      }
      return node.start < end
    }
  }

  /// Whether a `try` has a handler for an import that fails.
  private func catchesFailingImport(_ node: Node) -> Bool {
    SyntaxTree.Children(tree: tree, index: node.firstChild).contains { child in
      let handler = tree[child]
      guard handler.kind == .exceptHandler else { return false }
      guard handler.flags.contains(.hasAnnotation) else { return true }
      let type = String(decoding: source[tree[handler.firstChild].range], as: UTF8.self)
      return ["ImportError", "ModuleNotFoundError", "Exception"].contains { type.contains($0) }
    }
  }

  /// The block of `if TYPE_CHECKING:`; nil for other tests.
  private func blockForTypes(_ node: Node) -> Range<Int>? {
    let test = tree[node.firstChild]
    var last = node.firstChild
    if test.kind == .primary {
      last = test.firstChild
      while tree[last].next >= 0 { last = tree[last].next }
    }
    guard tree[last].kind == .name || tree[last].kind == .attribute, test.next >= 0,
      names.text(tree[last].value) == "TYPE_CHECKING"
    else { return nil }
    return tree[test.next].range
  }

  private func importOfModule(_ alias: Node, in statement: Node, isAtModuleLevel: Bool) -> ImportFact {
    let module = names.text(alias.value)
    var fact = ImportFact(module: module, level: 0, range: statement.range, isAtModuleLevel: isAtModuleLevel)
    let bound = names.text(tree[alias.firstChild].value)
    // Without `as` the package is bound, and that is its name.
    let path = alias.flags.contains(.hasAlias) ? module : bound
    fact.names = [ImportFact.Name(name: bound, member: path, range: alias.range)]
    return fact
  }

  private func importFrom(_ statement: Node, isAtModuleLevel: Bool) -> ImportFact {
    var alias = statement.firstChild
    var module = ""
    if alias >= 0, tree[alias].kind == .moduleName {
      module = names.text(tree[alias].value)
      alias = tree[alias].next
    }
    let level = Int(statement.value)
    var fact = ImportFact(
      module: module, level: level, range: statement.range, isAtModuleLevel: isAtModuleLevel)
    let parent = String(repeating: ".", count: level) + module + (module.isEmpty ? "" : ".")
    while alias >= 0 {
      let node = tree[alias]
      if node.firstChild >= 0 {
        fact.names.append(
          ImportFact.Name(
            name: names.text(tree[node.firstChild].value), parent: parent, member: names.text(node.value),
            range: node.range))
      }
      alias = node.next
    }
    return fact
  }
}
