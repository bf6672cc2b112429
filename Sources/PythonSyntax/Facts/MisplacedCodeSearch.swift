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
  }

  private let tree: SyntaxTree
  private let names: NameTable
  private var body = Body.module
  private var isInLoop = false
  private var errors: [PythonSyntaxError] = []

  /// The errors in the code below a node, in the order of the text.
  static func errors(
    in root: NodeIndex, _ tree: SyntaxTree, _ names: NameTable
  ) -> [PythonSyntaxError] {
    var search = MisplacedCodeSearch(tree: tree, names: names)
    search.visit(root)
    return search.errors
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
    case .breakStatement where !isInLoop: reject("'break' outside loop", node)
    case .continueStatement where !isInLoop: reject("'continue' outside loop", node)
    case .yield where !body.isOfFunction, .yieldFrom where !body.isOfFunction:
      reject("'yield' outside function", node)
    case .yieldFrom where body == .ofAsyncFunction: reject("'yield from' inside async function", node)
    case .await where body == .ofFunction: reject("'await' outside async function", node)
    case .withStatement where node.flags.contains(.isAsync) && body == .ofFunction:
      reject("'async with' outside async function", node)
    case .comprehensionClause where node.flags.contains(.isAsync) && body == .ofFunction:
      reject("asynchronous comprehension outside async function", node)
    case .nonlocalStatement where body == .module:
      reject("nonlocal declaration not allowed at module level", node)
    case .importFrom where body != .module && importsAll(index):
      reject("import * only allowed at module level", node)
    case .assignment: checkTargets(of: index)
    case .tryStatement: checkHandlers(of: index)
    default: break
    }
    for child in tree.children(index) { visit(child) }
  }

  // MARK: Bodies

  private mutating func visit(_ index: NodeIndex, in inner: Body) {
    let outer = (body, isInLoop)
    (body, isInLoop) = (inner, false)
    visit(index)
    (body, isInLoop) = outer
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
    if node.flags.contains(.isAsync), body == .ofFunction {
      reject("'async for' outside async function", node)
    }
    let outer = isInLoop
    var isFirst = true
    for child in tree.children(index) {
      let isLoop = tree[child].kind == .block && isFirst
      if isLoop { (isInLoop, isFirst) = (true, false) }
      visit(child)
      if isLoop { isInLoop = outer }
    }
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

  private func importsAll(_ index: NodeIndex) -> Bool {
    tree.children(index).contains { child in
      tree[child].kind == .alias && tree[child].firstChild < 0 && names.text(tree[child].value) == "*"
    }
  }
}
