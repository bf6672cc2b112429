/// Collects what code assigns to names and does with values.
struct ValueCollector: AssignmentVisitor {
  let source: [UInt8]
  let tree: SyntaxTree
  let names: NameTable
  var values = CodeValues()
  /// The variables of comprehensions and lambdas around the code that is read.
  var bound: [NameID: ValueExpression] = [:]
  /// What the call around the code passes to a lambda among its arguments, if that is known.
  private var lambdaArgument: ValueExpression?
  /// How many statements around the code may leave it out.
  var conditions = 0
  /// How many definitions are around the code.
  private let depth: Int
  /// The names of the functions and methods whose calls are noted.
  private let noted: Set<String>

  init(source: [UInt8], tree: SyntaxTree, names: NameTable, noted: Set<String>, depth: Int = 0) {
    (self.source, self.tree, self.names, self.noted, self.depth) = (source, tree, names, noted, depth)
  }

  func value(of expression: NodeIndex) -> ValueExpression { self.expression(expression) }

  static func element(of value: ValueExpression) -> ValueExpression { .part(value, nil) }

  static func entered(_ manager: ValueExpression) -> ValueExpression { .other }

  // MARK: Statements

  mutating func visitBlock(_ block: NodeIndex) {
    for statement in tree.children(block) { visit(statement) }
  }

  mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .assignment: visitAssignment(node)
    case .annotatedAssignment: visitAnnotated(node)
    case .augmentedAssignment: visitUpdate(node)
    case .ifStatement, .whileStatement: visitConditionally(node)
    case .tryStatement, .matchStatement:
      noteTests(node)
      visitConditionally(node)
    case .forStatement: visitFor(node)
    case .withItem: visitWithItem(node)
    case .exceptHandler: visitHandler(node)
    case .functionDefinition, .classDefinition: visitDefinition(node)
    case .returnStatement:
      for value in children(of: node) {
        visit(value)
        values.results.append(expression(value))
      }
    case .yield, .yieldFrom:
      for value in children(of: node) {
        visit(value)
        let yielded = expression(value)
        values.yields.append(node.kind == .yield ? yielded : Self.element(of: yielded))
      }
    case .listComprehension, .setComprehension, .dictionaryComprehension, .generator:
      visitComprehension(node)
    case .lambda: visitLambda(node)
    case .primary: visitPrimary(node)
    case .set: visitSet(node)
    case .dictionary: visitDictionary(node)
    case .comparison: visitComparison(node)
    case .namedExpression:
      visitChildren(node)
      let value = node.firstChild >= 0 ? tree[node.firstChild].next : noNode
      if value >= 0 { store(to: node.firstChild, expression(value)) }
    case .importStatement, .importFrom, .globalStatement, .nonlocalStatement, .typeAlias, .escape: break
    default: visitChildren(node)
    }
  }

  mutating func use(_ kind: ValueUse.Kind) {
    values.uses.append(
      ValueUse(kind: kind, storeCount: values.stores.count, isConditional: conditions > 0))
  }

  private mutating func visitConditionally(_ node: Node) {
    conditions += 1
    visitChildren(node)
    conditions -= 1
  }

  private mutating func visitUpdate(_ node: Node) {
    let parts = Array(children(of: node))
    guard parts.count == 2 else { return }
    visit(parts[1])
    let value = expression(parts[1])
    guard tree[parts[0]].kind == .name else { return addition(to: parts[0], value) }
    store(to: parts[0], .operation([expression(parts[0]), value]))
  }

  /// Notes that a value is assigned to a target, or a part of it to each part.
  mutating func store(to target: NodeIndex, _ value: ValueExpression) {
    let node = tree[target]
    switch node.kind {
    case .name, .identifier:
      let name = names.text(node.value)
      if value.makesClass {
        values.definitions[name] = DefinedValue(name: name, isClass: true)
        values.stores.append(.init(name: name, value: .other, isConditional: conditions > 0))
      } else {
        values.stores.append(.init(name: name, value: value, isConditional: conditions > 0))
      }
    case .tuple, .list:
      let targets = Array(children(of: node))
      let isStarred = targets.contains { tree[$0].kind == .starred }
      for (place, child) in targets.enumerated() {
        if case .list(let parts) = value, !isStarred, parts.count == targets.count {
          store(to: child, parts[place])
        } else {
          store(to: child, .part(value, isStarred ? nil : place))
        }
      }
    case .starred: if node.firstChild >= 0 { store(to: node.firstChild, .list([value])) }
    case .primary:
      visitChildren(node)
      addition(to: target, value)
    default: break
    }
  }

  /// Notes that a value is put into an object that a name holds.
  private mutating func addition(to target: NodeIndex, _ value: ValueExpression) {
    let base = tree[target].firstChild
    guard base >= 0, tree[base].kind == .name else { return }
    let part = tree[base].next
    let isAttribute = part >= 0 && tree[part].next < 0 && tree[part].kind == .attribute
    addition(
      toName: names.text(tree[base].value), value, attribute: isAttribute ? names.text(tree[part].value) : nil
    )
  }

  private mutating func addition(toName name: String, _ value: ValueExpression, attribute: String? = nil) {
    guard values.additions.count < Self.mostAdditions else { return }
    values.additions.append(
      .init(name: name, value: value, isConditional: conditions > 0, attribute: attribute))
  }

  /// More are data.
  private static let mostAdditions = 256

  // MARK: Expressions

  private mutating func visitPrimary(_ node: Node) {
    guard node.firstChild >= 0 else { return }
    visit(node.firstChild)
    var base = expression(node.firstChild)
    var length = 0
    var part = tree[node.firstChild].next
    while part >= 0 {
      let piece = tree[part]
      let arguments = piece.kind == .call ? arguments(of: piece) : []
      let outer = lambdaArgument
      lambdaArgument = Self.argument(ofLambdaIn: arguments, of: base)
      visitChildren(piece)
      lambdaArgument = outer
      switch piece.kind {
      case .call:
        if isNoted(base) || base.isSuper && arguments.count == 2 {
          use(.call(base, arguments))
        } else {
          noteMethodCall(base, arguments)
        }
        if case .attribute(.name(let name), let method) = base, Self.adders.contains(method) {
          for argument in arguments { addition(toName: name, argument.value) }
        }
      case .subscription:
        if piece.firstChild >= 0 { noteLookup(in: base, expression(piece.firstChild)) }
      default: break
      }
      length += 1
      base =
        length < ValueExpression.depthLimit
        ? extended(base, by: part, budget: ValueExpression.depthLimit) : .other
      part = piece.next
    }
  }

  /// Notes the call of a method of a variable, or of one that is given more than constants.
  private mutating func noteMethodCall(_ callee: ValueExpression, _ arguments: [ValueArgument]) {
    guard case .attribute(let object, _) = callee, values.methodCalls.count < Self.mostAdditions,
      object.asName != nil || arguments.contains(where: { $0.value.rootName != nil })
    else { return }
    values.methodCalls.append(
      ValueUse(
        kind: .call(callee, arguments), storeCount: values.stores.count, isConditional: conditions > 0))
  }

  /// What a call passes to a lambda: `filter(lambda row: …, rows)`, `sorted(rows, key=lambda row: …)`.
  private static func argument(
    ofLambdaIn arguments: [ValueArgument], of callee: ValueExpression
  ) -> ValueExpression? {
    guard case .name(let name) = callee, let elements = elementPlaces[name], elements < arguments.count,
      arguments[elements].keyword == nil
    else { return nil }
    return .part(arguments[elements].value, nil)
  }

  /// Which argument has the elements that functions pass to another argument.
  private static let elementPlaces = ["filter": 1, "map": 1, "max": 0, "min": 0, "sorted": 0]

  private func isNoted(_ callee: ValueExpression) -> Bool {
    switch callee {
    case .name(let name): noted.contains(name) || !BuiltinNames.python.contains(name)
    // What is put into an attribute of a class.
    case .attribute(.call(.name("super"), _), "__init__"): true
    case .attribute(.attribute, let method): noted.contains(method) || Self.adders.contains(method)
    case .attribute(_, let method): noted.contains(method)
    default: false
    }
  }

  /// Methods that add their argument to their object.
  private static let adders: Set<String> = [
    "add", "add_edge", "add_node", "add_nodes_from", "append", "appendleft", "extend", "insert", "put",
    "setdefault", "update",
  ]

  private mutating func visitSet(_ node: Node) {
    visitChildren(node)
    for element in children(of: node).prefix(ValueExpression.elementLimit) { use(.key(expression(element))) }
  }

  private mutating func visitDictionary(_ node: Node) {
    visitChildren(node)
    for key in entries(of: node).keys { use(.key(key)) }
  }

  private mutating func visitComparison(_ node: Node) {
    visitChildren(node)
    let operands = Array(children(of: node))
    guard operands.count == 2 else { return }
    let (left, right) = (expression(operands[0]), expression(operands[1]))
    if left.isCall || right.isCall { use(.comparison(left, right)) }
    if left.rootName != nil, right.rootName != nil, isIdentity(between: operands[0], operands[1]) {
      use(.test(left, right, .identity))
    }
  }

  private mutating func visitLambda(_ node: Node) {
    guard node.firstChild >= 0, case let body = tree[node.firstChild].next, body >= 0 else { return }
    let outer = bound
    let parameters = parameters(node.firstChild)
    for parameter in parameters { bound[parameter] = .other }
    if parameters.count == 1, let lambdaArgument { bound[parameters[0]] = lambdaArgument }
    conditions += 1
    visit(body)
    conditions -= 1
    bound = outer
  }

  private mutating func visitComprehension(_ node: Node) {
    let outer = bound
    conditions += 1
    for child in children(of: node) {
      if tree[child].kind == .comprehensionClause {
        let parts = Array(children(of: tree[child]))
        if parts.count > 1 { visit(parts[1]) }
        bind(tree[child], budget: ValueExpression.depthLimit)
        for condition in parts.dropFirst(2) { visit(condition) }
      } else {
        visit(child)
      }
    }
    conditions -= 1
    bound = outer
  }

  // MARK: Definitions

  func parameters(_ list: NodeIndex) -> [NameID] {
    tree.children(list).compactMap { parameter in
      let name = tree[parameter].firstChild
      return name >= 0 && tree[name].kind == .identifier ? tree[name].value : nil
    }
  }

  /// The depth of nested definitions that are read.
  private static let mostDepth = 3

  private mutating func visitDefinition(_ node: Node) {
    guard depth < Self.mostDepth else { return }
    var definition = DefinedValue(name: "", isClass: node.kind == .classDefinition)
    var inner = ValueCollector(source: source, tree: tree, names: names, noted: noted, depth: depth + 1)
    inner.bound = bound
    for child in children(of: node) {
      switch tree[child].kind {
      case .decorator: definition.decorators.append(expression(tree[child].firstChild))
      case .identifier where definition.name.isEmpty: definition.name = names.text(tree[child].value)
      case .parameters:
        definition.parameters = parameters(child).map(names.text)
        definition.requiredCount = requiredCount(child)
        noteNames(ofParameters: child, in: &definition)
      case .arguments:
        let bases = tree.children(child).filter { tree[$0].kind != .keywordArgument }
        definition.bases = bases.map { expression($0) }
        definition.keptNames += bases.flatMap { namesMentioned(inBracketsOf: $0) }
      case .block:
        inner.visitBlock(child)
        if definition.isClass { definition.annotations = annotations(in: child) }
      case .typeParameters: break
      // What a function returns stands between its parameters and its block.
      default: if !definition.isClass { definition.annotations += namesMentioned(in: child) }
      }
    }
    guard !definition.name.isEmpty else { return }
    definition.body = inner.values
    if definition.isClass { definition.keepsItself = definition.findsItself }
    values.definitions[definition.name] = definition
    values.stores.append(.init(name: definition.name, value: .other, isConditional: conditions > 0))
  }

  /// The names in annotations of a class's attributes.
  private func annotations(in block: NodeIndex) -> [String] {
    tree.children(block).filter { tree[$0].kind == .annotatedAssignment }.flatMap { statement -> [String] in
      let parts = Array(tree.children(statement))
      return parts.count > 1 ? namesMentioned(in: parts[1]) : []
    }
  }

  /// Notes the names in the annotations and defaults of parameters.
  private func noteNames(ofParameters list: NodeIndex, in definition: inout DefinedValue) {
    for parameter in tree.children(list) {
      var parts = Array(tree.children(parameter)).dropFirst()
      if tree[parameter].flags.contains(.hasAnnotation), let annotation = parts.popFirst() {
        definition.annotations += namesMentioned(in: annotation)
      }
      definition.keptNames += parts.flatMap { namesMentioned(in: $0) }
    }
  }

  private func namesMentioned(inBracketsOf base: NodeIndex) -> [String] {
    tree[base].kind == .primary
      ? children(of: tree[base]).filter { tree[$0].kind == .subscription }.flatMap { namesMentioned(in: $0) }
      : []
  }

  private func namesMentioned(in index: NodeIndex, budget: Int = 8) -> [String] {
    let node = tree[index]
    if node.kind == .name { return [names.text(node.value)] }
    guard budget > 0 else { return [] }
    return children(of: node).flatMap { namesMentioned(in: $0, budget: budget - 1) }
  }
}

extension DefinedValue {
  /// Whether a method puts the class or an instance into an attribute of the class.
  fileprivate var findsItself: Bool {
    let attributes = Set(body.stores.map(\.name))
    return body.definitions.values.contains { method in
      let receiver = method.parameters.first ?? ""
      let own: Set<String> = [receiver, name, "cls", "self"]
      let isOwn = { (value: ValueExpression) in value.asName.map(own.contains) ?? false }
      let puts = method.body.uses.contains { use in
        guard case .call(.attribute(.attribute(let base, let attribute), _), let arguments) = use.kind
        else { return false }
        return isOwn(base) && attributes.contains(attribute) && arguments.contains { isOwn($0.value) }
      }
      return puts
        || method.body.additions.contains { addition in
          // An attribute that only an instance has is not the class's.
          let target = addition.name
          let isClass = target == name || target == "cls" || method.name == "__init_subclass__"
          return own.contains(target) && isClass
            && (isOwn(addition.value) || Self.creates(own, addition.value))
        }
    }
  }

  /// Whether an expression creates an instance: `cls()`, `super().__new__(cls)`.
  private static func creates(_ own: Set<String>, _ value: ValueExpression) -> Bool {
    switch value {
    case .call(.name(let callee), _): own.contains(callee)
    case .call(.attribute(_, "__new__"), _): true
    default: false
    }
  }
}

extension ValueExpression {
  /// Whether it is the builtin function `super`.
  fileprivate var isSuper: Bool { if case .name("super") = self { true } else { false } }
}
