/// Reads what runs when a statement that defines or imports something runs.
///
/// Reading names, attributes and items, and operators, count as running nothing.
struct EffectReader {
  private(set) var effects: Set<StatementEffect> = []
  private(set) var hasSubclassHook = false
  private let tree: SyntaxTree
  private let names: NameTable

  init(_ source: PythonSource) {
    (tree, names) = (source.tree, source.names)
  }

  /// Reads a statement, at module level or in a block.
  mutating func read(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .importStatement, .importFrom, .passStatement: break
    case .functionDefinition: readFunction(node)
    case .classDefinition: readClass(node)
    case .assignment: readAssignment(node)
    case .annotatedAssignment:
      if tree[node.firstChild].kind != .name { effects.insert(.unknown) }
      readExpressions(tree[node.firstChild].next)
    case .expressionStatement: readExpression(node.firstChild)
    case .ifStatement, .tryStatement, .exceptHandler, .block, .elseBlock, .finallyBlock:
      readBlock(node)
    default: effects.insert(.unknown)
    }
  }

  private mutating func readBlock(_ node: Node) {
    for child in children(node) {
      switch tree[child].kind {
      case .identifier: break
      case .exceptHandler, .block, .elseBlock, .finallyBlock: readBlock(tree[child])
      default: if node.isStatementList { read(child) } else { readExpression(child) }
      }
    }
  }

  private mutating func readAssignment(_ node: Node) {
    var child = node.firstChild
    while child >= 0, tree[child].next >= 0 {
      if tree[child].kind != .name { effects.insert(.unknown) }
      child = tree[child].next
    }
    readExpression(child)
  }

  private func children(_ node: Node) -> SyntaxTree.Children {
    SyntaxTree.Children(tree: tree, index: node.firstChild)
  }

  // MARK: Definitions

  private mutating func readFunction(_ node: Node) {
    for child in children(node) {
      switch tree[child].kind {
      case .decorator: readDecorator(tree[child].firstChild)
      case .identifier:
        if ["__init_subclass__", "__set_name__", "__class_getitem__"].contains(names.text(tree[child].value))
        {
          hasSubclassHook = true
        }
      case .parameters:
        for parameter in children(tree[child]) { readExpressions(tree[tree[parameter].firstChild].next) }
      case .block: break
      // What a type parameter says is looked at later.
      case .typeParameters: break
      default: if tree[child].next >= 0 { readExpression(child) }
      }
    }
  }

  private mutating func readClass(_ node: Node) {
    for child in children(node) {
      switch tree[child].kind {
      case .decorator: readDecorator(tree[child].firstChild)
      case .identifier, .typeParameters: break
      case .arguments: for argument in children(tree[child]) { readBase(argument) }
      default: for statement in children(tree[child]) { read(statement) }
      }
    }
  }

  private mutating func readDecorator(_ expression: NodeIndex) {
    guard case .path(var path) = FactCollector.value(of: expression, in: tree, names) else {
      effects.insert(.unknown)
      return
    }
    if path.steps.last == .call { path.steps.removeLast() }
    effects.insert(path.steps.allSatisfy(\.isAttribute) ? .decorator(path) : .unknown)
    readArguments(of: expression)
  }

  private mutating func readBase(_ argument: NodeIndex) {
    let node = tree[argument]
    let isKeyword = node.kind == .keywordArgument
    let value = isKeyword ? node.firstChild : argument
    guard case .path(var path) = FactCollector.value(of: value, in: tree, names),
      !isKeyword || names.text(node.value) == "metaclass"
    else {
      effects.insert(.unknown)
      return
    }
    if path.steps.last == .subscription { path.steps.removeLast() }
    guard path.steps.allSatisfy(\.isAttribute) else {
      effects.insert(.unknown)
      return
    }
    effects.insert(isKeyword ? .metaclass(path) : .base(path))
    readArguments(of: value)
  }

  // MARK: Expressions

  private mutating func readExpressions(_ first: NodeIndex) {
    var child = first
    while child >= 0 {
      readExpression(child)
      child = tree[child].next
    }
  }

  private mutating func readExpression(_ index: NodeIndex) {
    guard index >= 0 else { return }
    let node = tree[index]
    switch node.kind {
    case .name, .number, .ellipsis, .noneConstant, .trueConstant, .falseConstant, .string, .bytes: break
    case .tuple, .list, .set, .dictionary, .booleanOperation, .comparison, .binaryOperation, .power,
      .unaryOperation, .conditional, .slice:
      readExpressions(node.firstChild)
    case .primary: readPrimary(index, node)
    case .lambda:
      for parameter in children(tree[node.firstChild]) {
        readExpressions(tree[tree[parameter].firstChild].next)
      }
    default: effects.insert(.unknown)
    }
  }

  private mutating func readPrimary(_ index: NodeIndex, _ node: Node) {
    if children(node).contains(where: { tree[$0].kind == .call }) {
      guard case .path(var path) = FactCollector.value(of: index, in: tree, names), path.steps.last == .call
      else {
        effects.insert(.unknown)
        return
      }
      path.steps.removeLast()
      effects.insert(path.steps.allSatisfy(\.isAttribute) ? .call(path) : .unknown)
    } else {
      readExpression(node.firstChild)
    }
    readArguments(of: index)
  }

  /// The code in the parentheses and brackets of a chain.
  private mutating func readArguments(of expression: NodeIndex) {
    guard tree[expression].kind == .primary else { return }
    for part in children(tree[expression]) {
      switch tree[part].kind {
      case .call:
        for argument in children(tree[part]) {
          readExpression(tree[argument].kind == .keywordArgument ? tree[argument].firstChild : argument)
        }
      case .subscription: readExpressions(tree[part].firstChild)
      default: break
      }
    }
  }
}

extension Node {
  /// Whether its children are statements.
  fileprivate var isStatementList: Bool { kind == .block || kind == .elseBlock || kind == .finallyBlock }
}

extension ValuePath.Step {
  fileprivate var isAttribute: Bool {
    if case .attribute = self { true } else { false }
  }
}
