/// The place of a node in its tree; -1 is no node.
typealias NodeIndex = Int32

let noNode: NodeIndex = -1

/// One node of the syntax tree.
///
/// Children form a chain: `firstChild`, then each one's `next`. What they mean is said at each `NodeKind`.
struct Node: Sendable {
  var kind: NodeKind
  var flags: NodeFlags = []
  var start: Int32
  var end: Int32
  var firstChild: NodeIndex = noNode
  var next: NodeIndex = noNode
  /// A name, a token kind, a count: what the kind of node says.
  var value: Int32 = -1

  /// The bytes of the node.
  var range: Range<Int> { Int(start)..<Int(max(start, end)) }
}

/// What a node carries beside its kind.
struct NodeFlags: OptionSet, Sendable {
  let rawValue: UInt16
  static let isAsync = NodeFlags(rawValue: 1)
  static let isParenthesised = NodeFlags(rawValue: 2)
  static let hasAnnotation = NodeFlags(rawValue: 4)
  static let hasDefault = NodeFlags(rawValue: 8)
  static let hasAlias = NodeFlags(rawValue: 16)
  /// A name that is bound, or deleted, rather than read.
  static let isStored = NodeFlags(rawValue: 32)
  static let isDeleted = NodeFlags(rawValue: 64)
  static let hasElse = NodeFlags(rawValue: 128)
  /// `except*`
  static let isGroup = NodeFlags(rawValue: 256)
  /// A parameter before `/`.
  static let isPositionalOnly = NodeFlags(rawValue: 512)
  /// A parameter with a star, or after one.
  static let isAfterStar = NodeFlags(rawValue: 1024)
}

/// A syntax tree in one array; a node's children stand before it.
struct SyntaxTree: Sendable {
  var nodes: [Node] = []

  subscript(_ index: NodeIndex) -> Node {
    @inline(__always) get { nodes[Int(index)] }
    @inline(__always) _modify { yield &nodes[Int(index)] }
  }

  /// Adds a node and returns its place.
  @inline(__always) mutating func add(_ node: Node) -> NodeIndex {
    nodes.append(node)
    return NodeIndex(truncatingIfNeeded: nodes.count &- 1)
  }

  /// The children of a node, in the order of the text unless the kind of node says otherwise.
  func children(_ index: NodeIndex) -> Children {
    Children(tree: self, index: nodes[Int(index)].firstChild)
  }

  /// The name that the definition of a function or class gives; -1 if it has none.
  func definedName(_ definition: NodeIndex) -> NameID {
    var child = self[definition].firstChild
    while child >= 0, self[child].kind != .identifier { child = self[child].next }
    return child >= 0 ? self[child].value : -1
  }

  /// A chain of nodes.
  struct Children: Sequence, IteratorProtocol {
    let tree: SyntaxTree
    var index: NodeIndex

    @inline(__always) mutating func next() -> NodeIndex? {
      guard index >= 0 else { return nil }
      let current = index
      index = tree[current].next
      return current
    }
  }
}

/// A chain of nodes in the making.
struct NodeChain {
  var first = noNode
  var last = noNode
  var count = 0

  @inline(__always) mutating func append(_ node: NodeIndex, to tree: inout SyntaxTree) {
    if last >= 0 { tree[last].next = node } else { first = node }
    last = node
    count &+= 1
  }
}

extension SyntaxTree {
  /// The words between two operands: the operator. Between operands there may be line breaks and comments, which are not
  /// read here.
  func words(between left: NodeIndex, and right: NodeIndex, in source: [UInt8]) -> [String] {
    let start = self[left].range.upperBound
    let end = max(start, self[right].range.lowerBound)
    guard end <= source.count, end - start <= Self.longestOperator else { return [] }
    return source[start..<end].split { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static var longestOperator: Int { 32 }
}
