/// A place in a function at which Kale 2.3.0 refuses the notebook.
///
/// Kale prints every function with the library astor, which does not know newer statements and leaves out parentheses
/// that are needed, and then reads what it printed. It does not look into methods of classes at module level.
public struct UnprintableSyntax: Sendable, Hashable {
  /// What the library does not print, or prints in a way that is no Python.
  public enum Kind: String, Sendable, Hashable {
    case match
    /// `except* E:`
    case exceptGroup
    /// `type X = …`
    case typeAlias
    /// `{**(a or b)}`: the parentheses are left out.
    case dictionaryUnpacking
    /// `x: (a, b)`: the same.
    case annotation
    /// `if (a, b):`, `while (a, b):`: the same.
    case tupleTest
  }

  /// What it is.
  public var kind: Kind
  /// Its bytes; of a statement with blocks the keyword, or the test.
  public var range: Range<Int>

  /// Syntax of `kind` at `range`.
  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

extension FactCollector {
  /// Whether astor 0.8.1 prints a part of the node without the parentheses that it needs.
  func losesParentheses(_ node: Node) -> Bool {
    switch node.kind {
    case .dictionaryUnpacking:
      switch tree[node.firstChild].kind {
      case .booleanOperation, .comparison, .conditional, .lambda: return true
      case .unaryOperation: return tree[node.firstChild].value == Int32(TokenKind.not.rawValue)
      default: return false
      }
    case .annotatedAssignment:
      let annotation = tree[tree[node.firstChild].next]
      return isFilledTuple(annotation) || annotation.kind == .yield || annotation.kind == .yieldFrom
    case .ifStatement, .whileStatement: return tupleTest(of: node) != nil
    default: return false
    }
  }

  /// The first test of `if` or `while` that is a tuple.
  private func tupleTest(of node: Node) -> Node? {
    var child = node.firstChild
    while child >= 0 {
      if isFilledTuple(tree[child]) { return tree[child] }
      child = tree[child].next
    }
    return nil
  }

  private func isFilledTuple(_ node: Node) -> Bool { node.kind == .tuple && node.firstChild >= 0 }

  /// The first of what was found that stands in a function which Kale prints.
  func unprintableSyntax(_ scan: Scan) -> UnprintableSyntax? {
    guard !scan.unprintable.isEmpty else { return nil }
    var printed: [NodeIndex] = []
    var statement = tree[root].firstChild
    while statement >= 0 {
      printed += functions(in: statement)
      statement = tree[statement].next
    }
    // Of functions with one name Kale prints all, but reads only the last again.
    let read = Set(functionsOfModule().map(\.node))
    var first: UnprintableSyntax?
    for index in scan.unprintable {
      let node = tree[index]
      guard let function = printed.first(where: { tree[$0].range.contains(Int(node.start)) }) else {
        continue
      }
      let syntax = UnprintableSyntax(kind: kind(of: node), range: place(of: node))
      if !isPrinted(syntax.kind) || read.contains(function),
        syntax.range.lowerBound < first?.range.lowerBound ?? .max
      {
        first = syntax
      }
    }
    return first
  }

  /// Whether astor prints it at all.
  private func isPrinted(_ kind: UnprintableSyntax.Kind) -> Bool {
    switch kind {
    case .match, .exceptGroup, .typeAlias: false
    case .dictionaryUnpacking, .annotation, .tupleTest: true
    }
  }

  private func kind(of node: Node) -> UnprintableSyntax.Kind {
    switch node.kind {
    case .matchStatement: .match
    case .exceptHandler: .exceptGroup
    case .typeAlias: .typeAlias
    case .dictionaryUnpacking: .dictionaryUnpacking
    case .annotatedAssignment: .annotation
    default: .tupleTest
    }
  }

  /// What to show of it.
  private func place(of node: Node) -> Range<Int> {
    let start = Int(node.start)
    switch node.kind {
    case .matchStatement: return start..<start + 5
    case .exceptHandler: return start..<start + 6
    case .ifStatement, .whileStatement: return tupleTest(of: node)?.range ?? node.range
    default: return node.range
    }
  }
}
