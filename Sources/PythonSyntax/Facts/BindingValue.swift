/// How the value that a name is bound to is made, as far as it can be told from the code.
public enum BindingValue: Sendable, Hashable {
  /// A name, an attribute, an item or what a call returns: `b`, `a.b`, `sqlite3.connect(…).cursor()`. For
  /// `with f() as x` it is what follows `with`.
  case path(ValuePath)
  /// `(x for x in y)`
  case generator
  case lambda
  /// `await …`
  case awaited
  /// Everything else, a part of a tuple that is unpacked too.
  case other
}

/// A name and the attributes, calls and subscripts after it.
public struct ValuePath: Sendable, Hashable, CustomStringConvertible {
  /// What follows a name.
  public enum Step: Sendable, Hashable {
    /// An attribute, by its name: `.b`.
    case attribute(String)
    /// A call, whatever its arguments.
    case call
    /// A subscript, whatever its index.
    case subscription
  }

  /// The name at the start of the expression.
  public var root: String
  /// The attributes, items and calls that follow the name, in order; empty for a name alone.
  public var steps: [Step]

  /// A path that starts at the name `root`.
  public init(root: String, steps: [Step]) {
    self.root = root
    self.steps = steps
  }

  /// The path without arguments and indices: `sqlite3.connect().cursor()`, `a.b[]`.
  public var description: String {
    steps.reduce(into: root) { text, step in
      switch step {
      case .attribute(let name): text += "." + name
      case .call: text += "()"
      case .subscription: text += "[]"
      }
    }
  }
}

extension FactCollector {
  /// How the value of an expression is made; -1 is none.
  static func value(of expression: NodeIndex, in tree: SyntaxTree, _ names: NameTable) -> BindingValue {
    guard expression >= 0 else { return .other }
    let node = tree[expression]
    switch node.kind {
    case .name: return .path(ValuePath(root: names.text(node.value), steps: []))
    case .generator: return .generator
    case .lambda: return .lambda
    case .await: return .awaited
    case .primary: return path(of: node, in: tree, names).map { .path($0) } ?? .other
    default: return .other
    }
  }

  /// Nil where the path does not start with a name.
  private static func path(of primary: Node, in tree: SyntaxTree, _ names: NameTable) -> ValuePath? {
    let base = tree[primary.firstChild]
    guard base.kind == .name else { return nil }
    var path = ValuePath(root: names.text(base.value), steps: [])
    var part = base.next
    while part >= 0 {
      switch tree[part].kind {
      case .attribute: path.steps.append(.attribute(names.text(tree[part].value)))
      case .call: path.steps.append(.call)
      default: path.steps.append(.subscription)
      }
      part = tree[part].next
    }
    return path
  }
}
