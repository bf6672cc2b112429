/// Finds what Python's grammar allows and its compiler rejects where it stands, so that nothing of the cell runs: `return`
/// outside a function, `await` in a function without `async`.
///
/// IPython allows `await` at module level.
struct MisplacedCodeSearch {
  /// The body that code is part of.
  private enum Body {
    case module, ofClass, ofFunction, ofAsyncFunction

    var isOfFunction: Bool {
      switch self {
      case .module, .ofClass: false
      case .ofFunction, .ofAsyncFunction: true
      }
    }

    var mayWait: Bool {
      switch self {
      case .module, .ofAsyncFunction: true
      case .ofClass, .ofFunction: false
      }
    }
  }

  private let tree: SyntaxTree
  private let names: NameTable
  private var body = Body.module
  private var isInLoop = false
  private var isInComprehension = false
  /// Whether the code is part of an `except*` block, and the loop around it, too.
  private var isInGroup = false
  private var isLoopInGroup = false
  /// Where imports from `__future__` may no longer stand.
  private var endOfFutureImports: Int32 = 0
  /// The returns with a value in the function that is visited, and whether it is a generator.
  private var returns: [Node] = []
  private var yields = false
  /// The names that `global` and `nonlocal` declare in the body that is visited; whether there are any in the cell.
  private var declared: [NameID: NodeKind] = [:]
  private var hasDeclarations = false
  private var errors: [PythonSyntaxError] = []

  /// The errors in the code below a node, in the order of the text.
  static func errors(
    in root: NodeIndex, _ tree: SyntaxTree, _ names: NameTable
  ) -> [PythonSyntaxError] {
    var search = MisplacedCodeSearch(tree: tree, names: names)
    search.findFutureImports(root)
    search.visit(root)
    let declarations = search.hasDeclarations ? DeclarationCheck.errors(in: root, tree, names) : []
    return (search.errors + declarations).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private init(tree: SyntaxTree, names: NameTable) { (self.tree, self.names) = (tree, names) }

  private mutating func reject(_ message: String, _ node: Node) {
    errors.append(PythonSyntaxError(message: message, range: node.range))
  }

  private mutating func visit(_ index: NodeIndex) {
    let node = tree[index]
    switch node.kind {
    case .functionDefinition, .classDefinition: return visitDefinition(index)
    case .lambda: return visitLambda(index)
    case .forStatement, .whileStatement: return visitLoop(index)
    case .returnStatement where !body.isOfFunction: reject("'return' outside function", node)
    case .returnStatement:
      if isInGroup { rejectInGroup(node) }
      if node.firstChild >= 0 { returns.append(node) }
    case .breakStatement where !isInLoop: reject("'break' outside loop", node)
    case .continueStatement where !isInLoop: reject("'continue' outside loop", node)
    case .breakStatement, .continueStatement: if isInGroup, !isLoopInGroup { rejectInGroup(node) }
    case .exceptHandler where node.flags.contains(.isGroup): return visitGroup(index)
    case .yield where !body.isOfFunction, .yieldFrom where !body.isOfFunction:
      reject("'yield' outside function", node)
    case .yield: yields = true
    case .yieldFrom where body == .ofAsyncFunction: reject("'yield from' inside async function", node)
    case .await where body == .ofFunction: reject("'await' outside async function", node)
    case .await where body == .ofClass: reject("'await' outside function", node)
    case .withStatement where node.flags.contains(.isAsync) && !body.mayWait:
      reject("'async with' outside async function", node)
    case .comprehensionClause where node.flags.contains(.isAsync) && !body.mayWait:
      reject("asynchronous comprehension outside async function", node)
    case .nonlocalStatement where body == .module:
      reject("nonlocal declaration not allowed at module level", node)
    case .globalStatement, .nonlocalStatement: noteDeclaration(index)
    case .annotatedAssignment: checkAnnotation(of: index)
    case .importFrom where body != .module && importsAll(index):
      reject("import * only allowed at module level", node)
    case .importFrom where isFutureImport(index) && node.start >= endOfFutureImports:
      reject("from __future__ imports must occur at the beginning of the file", node)
    case .listComprehension, .setComprehension, .dictionaryComprehension, .generator:
      return visitComprehension(index)
    case .namedExpression where body == .ofClass && isInComprehension:
      reject("assignment expression within a comprehension cannot be used in a class body", node)
    case .assignment: checkTargets(of: index)
    case .tryStatement: checkHandlers(of: index)
    default: break
    }
    for child in tree.children(index) { visit(child) }
  }

  // MARK: Bodies

  private mutating func visit(_ index: NodeIndex, in inner: Body) {
    let outer = (body, isInLoop, isInGroup, isInComprehension, returns, yields, declared)
    (body, isInLoop, isInGroup, isInComprehension) = (inner, false, false, false)
    (returns, yields, declared) = ([], false, [:])
    visit(index)
    if body == .ofAsyncFunction, yields {
      for node in returns { reject("'return' with value in async generator", node) }
    }
    (body, isInLoop, isInGroup, isInComprehension, returns, yields, declared) = outer
  }

  /// Decorators, defaults and annotations are part of the code around.
  private mutating func visitDefinition(_ index: NodeIndex) {
    let node = tree[index]
    let inner: Body =
      node.kind == .classDefinition
      ? .ofClass : node.flags.contains(.isAsync) ? .ofAsyncFunction : .ofFunction
    for child in tree.children(index) {
      switch tree[child].kind {
      case .block: visit(child, in: inner)
      case .parameters:
        checkParameters(child)
        visit(child)
      default: visit(child)
      }
    }
  }

  private mutating func visitLambda(_ index: NodeIndex) {
    for child in tree.children(index) {
      if tree[child].kind == .parameters {
        checkParameters(child)
        visit(child)
      } else {
        visit(child, in: .ofFunction)
      }
    }
  }

  /// What follows the first block is not part of the loop.
  private mutating func visitLoop(_ index: NodeIndex) {
    let node = tree[index]
    if node.flags.contains(.isAsync), !body.mayWait {
      reject("'async for' outside async function", node)
    }
    let outer = (isInLoop, isLoopInGroup)
    var isFirst = true
    for child in tree.children(index) {
      let isLoop = tree[child].kind == .block && isFirst
      if isLoop { (isInLoop, isLoopInGroup, isFirst) = (true, isInGroup, false) }
      visit(child)
      if isLoop { (isInLoop, isLoopInGroup) = outer }
    }
  }

  private mutating func visitComprehension(_ index: NodeIndex) {
    let outer = isInComprehension
    isInComprehension = true
    for child in tree.children(index) { visit(child) }
    isInComprehension = outer
  }

  private mutating func visitGroup(_ index: NodeIndex) {
    let outer = (isInGroup, isLoopInGroup)
    (isInGroup, isLoopInGroup) = (true, false)
    for child in tree.children(index) { visit(child) }
    (isInGroup, isLoopInGroup) = outer
  }

  private mutating func rejectInGroup(_ node: Node) {
    reject("'break', 'continue' and 'return' cannot appear in an except* block", node)
  }

  // MARK: Parts

  private mutating func checkParameters(_ index: NodeIndex) {
    var seen: Set<NameID> = []
    for parameter in tree.children(index) {
      let name = tree[parameter].firstChild
      guard tree[parameter].kind == .parameter, name >= 0, tree[name].kind == .identifier,
        !seen.insert(tree[name].value).inserted
      else { continue }
      reject("duplicate argument '\(names.text(tree[name].value))' in function definition", tree[name])
    }
  }

  private mutating func noteDeclaration(_ index: NodeIndex) {
    hasDeclarations = true
    for name in tree.children(index) { declared[tree[name].value] = tree[index].kind }
  }

  private mutating func checkAnnotation(of index: NodeIndex) {
    let target = tree[tree[index].firstChild]
    guard body != .module, target.kind == .name, let declaration = declared[target.value] else { return }
    let kind = declaration == .globalStatement ? "global" : "nonlocal"
    reject("annotated name '\(names.text(target.value))' can't be \(kind)", target)
  }

  /// `*rows = values`
  private mutating func checkTargets(of index: NodeIndex) {
    for target in Array(tree.children(index)).dropLast() where tree[target].kind == .starred {
      reject("starred assignment target must be in a list or tuple", tree[target])
    }
  }

  private mutating func checkHandlers(of index: NodeIndex) {
    let handlers = tree.children(index).filter { tree[$0].kind == .exceptHandler }
    for handler in handlers.dropLast() where !tree[handler].flags.contains(.hasAnnotation) {
      reject("default 'except:' must be last", tree[handler])
    }
  }

  /// Imports from `__future__` may follow only each other and a docstring.
  private mutating func findFutureImports(_ root: NodeIndex) {
    for (place, statement) in tree.children(root).enumerated() {
      let expression = tree[statement].firstChild
      let isDocstring =
        place == 0 && tree[statement].kind == .expressionStatement && tree[expression].kind == .string
      guard isDocstring || isFutureImport(statement) else { return }
      endOfFutureImports = tree[statement].end
    }
  }

  private func isFutureImport(_ index: NodeIndex) -> Bool {
    let module = tree[index].firstChild
    guard tree[index].kind == .importFrom, module >= 0 else { return false }
    return tree[module].kind == .moduleName && names.text(tree[module].value) == "__future__"
  }

  private func importsAll(_ index: NodeIndex) -> Bool {
    tree.children(index).contains { child in
      tree[child].kind == .alias && tree[child].firstChild < 0 && names.text(tree[child].value) == "*"
    }
  }
}
