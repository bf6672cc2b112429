/// A collector that notes which value each target of a statement gets.
///
/// The statements that assign, and the order in which they evaluate their parts, are read here for all collectors. Each
/// collector describes values in its own way.
protocol AssignmentVisitor {
  /// A description of a value.
  associatedtype Value

  var tree: SyntaxTree { get }
  /// How many statements around the code may leave it out.
  var conditions: Int { get set }

  /// Reads a statement or an expression.
  mutating func visit(_ index: NodeIndex)
  /// Notes that a target gets a value, or each target of a tuple or list a part of it.
  mutating func store(to target: NodeIndex, _ value: Value)
  /// Describes the value of an expression.
  func value(of expression: NodeIndex) -> Value
  /// Describes the elements that a loop over a value assigns to its target.
  static func element(of value: Value) -> Value
  /// Describes what `with` assigns to the target of a context manager.
  static func entered(_ manager: Value) -> Value
}

extension AssignmentVisitor {
  func children(of node: Node) -> SyntaxTree.Children {
    SyntaxTree.Children(tree: tree, index: node.firstChild)
  }

  mutating func visitChildren(_ node: Node) {
    for child in children(of: node) { visit(child) }
  }

  mutating func visitAssignment(_ node: Node) {
    let parts = Array(children(of: node))
    guard let assigned = parts.last else { return }
    visit(assigned)
    let value = value(of: assigned)
    for target in parts.dropLast() { store(to: target, value) }
  }

  mutating func visitAnnotated(_ node: Node) {
    guard node.flags.contains(.hasDefault) else { return }
    let parts = Array(children(of: node))
    guard let assigned = parts.last, parts.count > 2 else { return }
    visit(assigned)
    store(to: parts[0], value(of: assigned))
  }

  mutating func visitFor(_ node: Node) {
    let target = node.firstChild
    guard target >= 0, case let iterable = tree[target].next, iterable >= 0 else { return }
    visit(iterable)
    conditions += 1
    store(to: target, Self.element(of: value(of: iterable)))
    var child = tree[iterable].next
    while child >= 0 {
      visit(child)
      child = tree[child].next
    }
    conditions -= 1
  }

  mutating func visitWithItem(_ node: Node) {
    guard node.firstChild >= 0 else { return }
    visit(node.firstChild)
    let target = tree[node.firstChild].next
    if target >= 0 { store(to: target, Self.entered(value(of: node.firstChild))) }
  }
}
