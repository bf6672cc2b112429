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
    let found = scan()
    facts.calls = found.calls.map { names.text($0) }.sorted()
    facts.imports = imports(found)
    facts.versionedSyntax = versionedSyntax(found)
    facts.versionedNames = versionedNames(found, facts.imports)
    let functions = functionsOfModule()
    facts.unprintableSyntax = unprintableSyntax(found, functions)
    collectMentions(into: &facts)
    collectStatements(into: &facts)
    collectCaptures(into: &facts)
    facts.syntaxErrors = log.sorted
    facts.reportedError = log.first
    if facts.syntaxErrors.isEmpty {
      facts.misplacedCode = MisplacedCodeSearch.errors(in: root, tree, names)
    }
    facts.escapes = escapes
    collectMagicNames(into: &facts)
    facts.automagics = automagics()
    collectNames(of: functions.last, into: &facts)
    return facts
  }

  // MARK: Names

  /// Runs the name analysis over the module, and over each of its functions alone.
  private mutating func collectNames(
    of functions: [(name: NameID, node: NodeIndex)], into facts: inout CellFacts
  ) {
    var analysis = NameAnalysis(source: source, tree: tree, names: names)
    tree = SyntaxTree()
    names = .known
    analysis.analyse(module: root)
    facts.flow = analysis.flow()
    facts.reads = analysis.reads.map { read in
      NameUse(
        name: analysis.names.text(read.node.value), range: read.node.range, isConditional: read.isConditional,
        way: read.way)
    }
    facts.doubtfulReads = analysis.doubtfulReads.map {
      NameUse(name: analysis.names.text($0.value), range: $0.range)
    }
    facts.deferredReads = analysis.deferredReads.map {
      NameUse(
        name: analysis.names.text($0.node.value), range: $0.node.range, isConditional: true, way: $0.way)
    }
    facts.hiddenNames += analysis.hiddenNames
    facts.textNames = Set(analysis.textNames.map { analysis.names.text($0) })
    facts.openings += analysis.openings
    facts.passesNamesOn = analysis.passesNamesOn
    facts.mayEndEarly = analysis.mayHaveEnded
    facts.bindings = bindings(analysis)
    facts.changes = analysis.changeFacts()
    facts.deletions = Set(analysis.bindings.deletions.map { analysis.names.text($0) })
    facts.definitions = analysis.definitionFacts()
    facts.globalBindings = Set(analysis.globals.bound.map { analysis.names.text($0) })
    facts.certainMethodCalls = analysis.certainMethodCalls.map { call in
      MethodCall(
        object: analysis.names.text(call.base.value), isOfResult: call.isOfResult,
        method: analysis.names.text(call.method.value), range: call.method.range)
    }
    facts.certainCalls = analysis.certainCalls.map {
      NameUse(name: analysis.names.text($0.value), range: $0.range)
    }
    analysis.recordsUses = false
    for function in functions {
      analysis.analyse(alone: function.node)
      facts.functions.append(
        FunctionFacts(name: analysis.names.text(function.name), flow: analysis.flow()))
    }
    tree = analysis.tree
    names = analysis.names
  }

  private func bindings(_ analysis: NameAnalysis) -> [Binding] {
    // Many targets may have one value, whose path they share.
    var last = (expression: noNode, value: BindingValue.other)
    return analysis.bindings.remaining.map { entry, certainty in
      if entry.value != last.expression {
        last = (entry.value, Self.value(of: entry.value, in: analysis.tree, analysis.names))
      }
      return Binding(
        name: analysis.names.text(entry.name), kind: entry.kind, range: analysis.tree[entry.node].range,
        certainty: certainty, value: last.value, isRebound: entry.isRebound)
    }
  }

  // MARK: Mentions

  private func collectMentions(into facts: inout CellFacts) {
    var mentioned = Mentions(nameCount: names.count)
    collectMentions(in: root, &mentioned)
    facts.mentions = Set(mentioned.names.map { names.text($0) })
  }

  private func collectMentions(in index: NodeIndex, _ mentioned: inout Mentions) {
    let node = tree[index]
    switch node.kind {
    case .name: mentioned.insert(node.value)
    case .alias:
      let bound = node.flags.contains(.hasAlias) ? tree[node.firstChild].value : node.value
      mentioned.insert(bound)
    case .functionDefinition where !node.flags.contains(.isAsync), .classDefinition:
      mentioned.insert(tree.definedName(index))
    default:
      var child = node.firstChild
      while child >= 0 {
        collectMentions(in: child, &mentioned)
        child = tree[child].next
      }
    }
  }
}

/// Names that are mentioned, each once.
private struct Mentions {
  private(set) var names: [NameID] = []
  private var isMentioned: [Bool]

  init(nameCount: Int) { isMentioned = Array(repeating: false, count: nameCount) }

  mutating func insert(_ name: NameID) {
    guard name >= 0, !isMentioned[Int(name)] else { return }
    isMentioned[Int(name)] = true
    names.append(name)
  }
}
