/// Collects the operations of a syntax tree.
struct OperationCollector: AssignmentVisitor {
  /// The variables of a function, class, lambda or comprehension.
  struct Frame {
    var names: Set<NameID>
    var globals: Set<NameID> = []
    var isClass = false
    /// Whether it is that of a function inside the definition that is read.
    var isInnerFunction = false
  }

  let source: [UInt8]
  let tree: SyntaxTree
  let names: NameTable
  let escapes: [IPythonEscape]
  var result = CodeOperations()
  /// The operations of the block that is read.
  var operations: [CodeOperation] = []
  /// The scopes around the code that is read, the module left out.
  var frames: [Frame] = []
  /// The parameters of the definition that is read; nil at module level.
  var parameters: Set<NameID>?
  /// How many statements around the code may leave it out.
  var conditions = 0
  /// How many functions inside the definition that is read are around the code.
  var innerDepth = 0
  /// What the definition that is read returns or yields.
  var results: [Operand] = []
  /// Whether it yields them.
  var yields = false
  /// How functions inside it change its variables, or the objects of these.
  var changesInside: DefinedCode.KeptState?
  /// The names of the functions inside it.
  var innerFunctions: Set<String> = []
  /// The statements `x += …` of loops of which nothing but the object that `x` holds shows anything.
  var updatesInPlace: Set<NodeIndex> = []
  /// The bytes of the statement at module level that is read.
  var statement = 0..<0
  /// For each node what it is about, if it is a primary that has been visited: who visits one asks for it next, and so
  /// do the expressions around it.
  var visitedPrimaries: [Measured?]
  /// How many comprehensions are around the code. Seen from outside, their variables are not there, so that what is
  /// about them is not kept.
  var comprehensions = 0

  init(source: [UInt8], tree: SyntaxTree, names: NameTable, escapes: [IPythonEscape]) {
    (self.source, self.tree, self.names, self.escapes) = (source, tree, names, escapes)
    visitedPrimaries = Array(repeating: nil, count: tree.nodes.count)
  }

  mutating func collect(_ root: NodeIndex) -> CodeOperations {
    var last = noNode
    for index in tree.children(root) {
      statement = tree[index].range
      visit(index)
      last = index
    }
    if last >= 0, tree[last].kind == .expressionStatement {
      add(.show(operand(tree[last].firstChild).operand))
    }
    result.operations = operations
    return result
  }

  /// Notes what the code does at `range`, or somewhere in the statement.
  mutating func add(_ kind: CodeOperation.Kind, at range: Range<Int>? = nil, isForChange: Bool = false) {
    operations.append(
      CodeOperation(
        kind: kind, isConditional: conditions > 0, range: range ?? statement, statement: statement,
        isForChange: isForChange, innerDepth: innerDepth))
  }

  // MARK: Statements

  mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .assignment: if !defineLambda(node) { visitAssignment(node) }
    case .augmentedAssignment: visitUpdate(node, isInPlace: updatesInPlace.remove(index) != nil)
    case .annotatedAssignment: visitAnnotated(node)
    case .deleteStatement: visitDeletion(node)
    case .importStatement, .importFrom: visitImport(node)
    case .ifStatement, .whileStatement, .tryStatement: visitConditionally(node)
    case .matchStatement: visitMatch(node)
    case .forStatement:
      updatesInPlace.formUnion(unreadUpdates(inLoop: node))
      visitFor(node)
      if node.firstChild >= 0 { noteIteration(over: tree[node.firstChild].next) }
    case .returnStatement, .yield, .yieldFrom:
      visitChildren(node)
      if node.kind != .returnStatement { yields = true }
      if node.kind == .yieldFrom { noteIteration(over: node.firstChild) }
      if parameters != nil, node.firstChild >= 0 {
        let result = operand(node.firstChild).operand
        results.append(node.kind == .yieldFrom ? Self.element(of: result) : result)
      }
    case .starred, .starredArgument:
      visitChildren(node)
      noteIteration(over: node.firstChild)
    case .comparison:
      visitChildren(node)
      noteSearches(in: node)
    case .withItem:
      visitWithItem(node)
      noteManager(node)
    case .functionDefinition: visitFunction(node)
    case .classDefinition: visitClass(node)
    case .escape:
      let place = Int(node.value)
      if escapes.indices.contains(place) { add(.escape(escapes[place])) }
    case .nonlocalStatement: noteChangeInside(.history)
    case .globalStatement, .identifier, .alias, .moduleName, .typeAlias: break
    case .name, .primary, .lambda, .listComprehension, .setComprehension, .dictionaryComprehension,
      .generator,
      .namedExpression:
      visitExpression(index)
    default: visitChildren(node)
    }
  }

  private mutating func visitConditionally(_ node: Node) {
    // What is tested first is tested for certain.
    var child = node.firstChild
    if node.kind != .tryStatement, child >= 0 {
      visit(child)
      child = tree[child].next
    }
    while child >= 0 {
      // What is in `finally` runs for certain.
      let isCertain = tree[child].kind == .finallyBlock
      if !isCertain { conditions += 1 }
      visit(child)
      if !isCertain { conditions -= 1 }
      child = tree[child].next
    }
  }

  /// Notes the methods that `with` calls of an object.
  private mutating func noteManager(_ node: Node) {
    guard node.firstChild >= 0, case let manager = value(of: node.firstChild), manager.isObject else {
      return
    }
    for method in ["__enter__", "__exit__"] {
      add(.call(.attribute(manager, method), []), at: tree[node.firstChild].range)
    }
  }

  /// Notes that a loop goes through an object that is there already.
  mutating func noteIteration(over iterable: NodeIndex) {
    guard iterable >= 0, case let operand = value(of: iterable), operand.root != nil else { return }
    add(.iterate(operand), at: tree[iterable].range)
  }

  /// Notes that `x in rows` goes through the elements of an object that is there already.
  private mutating func noteSearches(in comparison: Node) {
    for left in children(of: comparison) {
      let right = tree[left].next
      if right >= 0, tree.words(between: left, and: right, in: source).contains("in") {
        noteIteration(over: right)
      }
    }
  }

  /// Notes that the object at whose variable an expression starts changes, if it is a variable of a function around.
  mutating func noteChangeInside(of expression: NodeIndex, _ change: DefinedCode.KeptState) {
    guard frames.count > 1, tree[expression].kind == .name else { return }
    let name = tree[expression].value
    guard let owner = frames.lastIndex(where: { $0.names.contains(name) || $0.globals.contains(name) }),
      frames[owner].names.contains(name)
    else { return }
    guard frames[(owner + 1)...].contains(where: \.isInnerFunction) else { return }
    let isOwn = change == .history && innerFunctions.contains(names.text(name))
    noteChangeInside(isOwn ? .attributes : change)
  }

  private mutating func noteChangeInside(_ change: DefinedCode.KeptState) {
    changesInside = changesInside.map { max($0, change) } ?? change
  }

  func value(of expression: NodeIndex) -> Operand { operand(expression).operand }

  /// Notes that `value` is assigned to a target, or a part of it to each part.
  mutating func store(to target: NodeIndex, _ value: Operand) {
    let node = tree[target]
    switch node.kind {
    case .name: add(.store(operand(target).operand, value: value), at: node.range)
    case .primary:
      let primary = visitParts(of: node, isTarget: true)
      add(.store(primary.operand, value: value), at: node.range)
    case .tuple, .list:
      if storeFigure(to: Array(children(of: node)), value) { return }
      if case .name = value { add(.iterate(value), at: node.range) }
      for (place, child) in children(of: node).enumerated() {
        if tree[child].kind == .starred {
          store(to: tree[child].firstChild, Self.list(of: value))
        } else if case .sequence(let parts) = value, parts.indices.contains(place) {
          store(to: child, parts[place])
        } else if case .call = value {
          store(to: child, .item(value, index: .constant(.none)))
        } else {
          store(to: child, Self.element(of: value))
        }
      }
    default: visit(target)
    }
  }

  /// `fig, ax = plt.subplots()`: the axes are a part of the figure.
  private mutating func storeFigure(to parts: [NodeIndex], _ value: Operand) -> Bool {
    guard case .call(.attribute(_, "subplots"), let arguments) = value, parts.count == 2,
      tree[parts[0]].kind == .name
    else { return false }
    store(to: parts[0], value)
    let axes = Operand.attribute(operand(parts[0]).operand, "axes")
    switch Self.dimensions(ofGrid: arguments) {
    case 0: store(to: parts[1], .item(axes, index: .constant(.integer(0))))
    case 1: store(to: parts[1], axes)
    default: store(to: parts[1], .item(axes, index: .constant(.none)))
    }
    return true
  }

  /// The dimensions of the array of axes that `subplots` returns, 0 if they are one object; nil if the code does not show it.
  private static func dimensions(ofGrid arguments: [CallArgument]) -> Int? {
    guard arguments.allSatisfy({ $0.form != .unpacked && $0.form != .keyword("squeeze") }) else { return nil }
    let sizes = arguments.filter {
      $0.form == .positional || $0.form == .keyword("nrows") || $0.form == .keyword("ncols")
    }
    guard sizes.count <= 2 else { return nil }
    let numbers = sizes.map {
      if case .constant(.integer(let number)) = $0.value { number } else { nil as Int? }
    }
    return numbers.contains(nil) ? nil : numbers.count { $0 != 1 }
  }

  /// One of the elements of a value.
  static func element(of value: Operand) -> Operand {
    switch value {
    case .call(.attribute(let base, "items"), _): return .sequence([.other, element(of: base)])
    case .call(.attribute(let base, let method), _) where PartTable.methods.contains(method):
      return element(of: base)
    case .call(.attribute(_, let method), _) where PartTable.makers.contains(method): break
    case .call(.name("range", _), _): return .constant(.integer(nil))
    case .call(.name(let function, _), let arguments) where PartTable.functions.contains(function):
      return element(ofResultOf: function, arguments)
    // `for table in (train, test)`
    case .sequence, .dictionary: break
    case .choice(let values): return .choice(values.map(element))
    // A part of a part.
    case .item(_, index: .constant(.none)): return value
    case .call: break
    default: if value.root == nil { return .other }
    }
    return .item(value, index: .constant(.none))
  }

  /// A new list with the elements of a value.
  static func list(of value: Operand) -> Operand {
    .call(.name("list", .module), [CallArgument(form: .positional, value: value)])
  }

  /// A new dictionary with the values of another one.
  static func dictionary(of value: Operand) -> Operand {
    .call(.name("dict", .module), [CallArgument(form: .positional, value: value)])
  }

  /// A new iterator over the elements of a value.
  static func iterator(over value: Operand) -> Operand {
    .call(.name("iter", .module), [CallArgument(form: .positional, value: value)])
  }

  /// One of the elements of what a function returns that goes through its arguments.
  private static func element(ofResultOf function: String, _ arguments: [CallArgument]) -> Operand {
    guard !arguments.contains(where: { $0.form == .unpacked }) else { return .other }
    let values = arguments.filter { $0.form == .positional }.map(\.value)
    switch function {
    case "zip": return .sequence(values.map(element))
    case "enumerate": return .sequence([.constant(.integer(nil))] + values.prefix(1).map(element))
    // `filter(isGood, rows)`
    default: return values.last.map(element) ?? .other
    }
  }

  private mutating func visitUpdate(_ node: Node, isInPlace: Bool) {
    let target = node.firstChild
    let value = tree[target].next
    if value >= 0 { visit(value) }
    let updated: Operand
    if tree[target].kind == .primary {
      noteChangeInside(of: tree[target].firstChild, .history)
      updated = visitParts(of: tree[target], isTarget: true).operand
    } else {
      noteChangeInside(of: target, .history)
      updated = operand(target).operand
      add(.read(updated, isCalled: false), at: tree[target].range, isForChange: true)
    }
    add(.update(updated, isInPlace: isInPlace), at: tree[target].range)
  }

  private mutating func visitDeletion(_ node: Node) {
    for target in children(of: node) {
      switch tree[target].kind {
      case .name: add(.delete(operand(target).operand), at: tree[target].range)
      case .primary:
        let primary = visitParts(of: tree[target], isTarget: true)
        add(.delete(primary.operand), at: tree[target].range)
      default: visitDeletion(tree[target])
      }
    }
  }

  static func entered(_ manager: Operand) -> Operand { manager }

  private mutating func visitImport(_ node: Node) {
    var module = ""
    for child in children(of: node) {
      let part = tree[child]
      switch part.kind {
      case .moduleName: module = names.text(part.value) + "."
      case .alias where part.firstChild >= 0:
        let bound = names.text(tree[part.firstChild].value)
        let written = names.text(part.value)
        let isPackage = node.kind == .importStatement && !part.flags.contains(.hasAlias)
        let path = isPackage ? bound : module + written
        if isModuleName(tree[part.firstChild].value) { add(.importName(bound, path: path)) }
      default: break
      }
    }
  }
}
