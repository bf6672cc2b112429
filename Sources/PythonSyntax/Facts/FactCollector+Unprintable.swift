extension FactCollector {
  /// Whether astor 0.8.1 prints a part of the node without the parentheses that it needs, or defaults at other parameters.
  func isMisprinted(_ node: Node) -> Bool {
    switch node.kind {
    case .dictionaryUnpacking:
      switch tree[node.firstChild].kind {
      case .booleanOperation, .comparison, .conditional, .lambda: return true
      case .unaryOperation: return tree[node.firstChild].value == Int32(TokenKind.not.rawValue)
      default: return false
      }
    case .annotatedAssignment:
      let annotation = tree[tree[node.firstChild].next]
      return annotation.isFilledTuple || annotation.kind == .yield || annotation.kind == .yieldFrom
    case .ifStatement, .whileStatement: return tree.tupleTest(of: node) != nil
    case .parameters: return misplacesDefaults(node)
    default: return false
    }
  }

  /// Whether some of the defaults are printed at parameters before `/`, with parameters without one after them.
  ///
  /// astor gives the parameters before `/` the defaults but for as many as the others lack, counted from the end.
  private func misplacesDefaults(_ parameters: Node) -> Bool {
    var others = 0
    var defaults = 0
    var hasSlash = false
    var child = parameters.firstChild
    while child >= 0 {
      let flags = tree[child].flags
      if flags.contains(.isAfterStar) { break }
      if flags.contains(.isPositionalOnly) { hasSlash = true } else { others += 1 }
      if flags.contains(.hasDefault) { defaults += 1 }
      child = tree[child].next
    }
    return hasSlash && defaults < others && others < 2 * defaults
  }

  /// The first of what was found that stands in a function which Kale prints.
  func unprintableSyntax(_ scan: Scan, _ functions: ModuleFunctions) -> UnprintableSyntax? {
    guard !scan.unprintable.isEmpty, !functions.all.isEmpty else { return nil }
    // Of functions with one name Kale prints all, but reads only the last again.
    let readAgain = Set(functions.last.map(\.node))
    var search = UnprintableSearch(tree: tree, source: source, candidates: scan.unprintable)
    for function in functions.all.sorted(by: { tree[$0].start < tree[$1].start }) {
      if let first = search.first(in: function, isReadAgain: readAgain.contains(function)) { return first }
    }
    return nil
  }
}

/// Looks for what astor does not print, function by function in the order of the text.
private struct UnprintableSearch {
  let tree: SyntaxTree
  let source: [UInt8]
  /// What may be unprintable, in the order of the text; of what starts in one place the outer first.
  private let candidates: [NodeIndex]
  private var cursor = 0
  private var isReadAgain = false
  private var found: UnprintableSyntax?
  /// Where the f-string ends that was looked at last: those inside it are part of it.
  private var endOfFormatString: Int32 = 0

  init(tree: SyntaxTree, source: [UInt8], candidates: [NodeIndex]) {
    self.tree = tree
    self.source = source
    self.candidates = candidates.sorted {
      (tree[$0].start, tree[$1].end) < (tree[$1].start, tree[$0].end)
    }
  }

  mutating func first(in function: NodeIndex, isReadAgain: Bool) -> UnprintableSyntax? {
    self.isReadAgain = isReadAgain
    while let candidate = next, tree[candidate].start < tree[function].start { cursor += 1 }
    search(function, blocks: 0)
    return found
  }

  private var next: NodeIndex? { cursor < candidates.count ? candidates[cursor] : nil }

  /// Looks at the candidates in a statement, which stands in so many blocks.
  private mutating func search(_ statement: NodeIndex, blocks: Int) {
    guard let next, tree[next].start < tree[statement].end else { return }
    search(partsOf: statement, of: statement, blocks: blocks)
    take(upTo: tree[statement].end, of: statement, blocks: blocks)
  }

  private mutating func search(partsOf node: NodeIndex, of statement: NodeIndex, blocks: Int) {
    var child = tree[node].firstChild
    while child >= 0, found == nil {
      switch tree[child].kind {
      case .block, .elseBlock, .finallyBlock:
        var inner = tree[child].firstChild
        while inner >= 0, found == nil {
          search(inner, blocks: blocks + 1)
          inner = tree[inner].next
        }
      case .exceptHandler, .matchCase:
        take(upTo: tree[child].start + 1, of: statement, blocks: blocks)
        search(partsOf: child, of: statement, blocks: blocks)
      default: take(upTo: tree[child].end, of: statement, blocks: blocks)
      }
      child = tree[child].next
    }
  }

  private mutating func take(upTo end: Int32, of statement: NodeIndex, blocks: Int) {
    while found == nil, let candidate = next, tree[candidate].start < end {
      cursor += 1
      found = judge(candidate, in: statement, blocks: blocks)
    }
  }

  private mutating func judge(
    _ candidate: NodeIndex, in statement: NodeIndex, blocks: Int
  ) -> UnprintableSyntax? {
    let node = tree[candidate]
    let start = Int(node.start)
    switch node.kind {
    case .matchStatement: return UnprintableSyntax(kind: .match, range: start..<start + 5)
    case .exceptHandler: return UnprintableSyntax(kind: .exceptGroup, range: start..<start + 6)
    case .typeAlias: return UnprintableSyntax(kind: .typeAlias, range: node.range)
    default: break
    }
    guard isReadAgain else { return nil }
    switch node.kind {
    case .dictionaryUnpacking: return UnprintableSyntax(kind: .dictionaryUnpacking, range: node.range)
    case .parameters: return UnprintableSyntax(kind: .positionalOnly, range: node.range)
    case .annotatedAssignment: return UnprintableSyntax(kind: .annotation, range: node.range)
    case .formatString:
      guard node.start >= endOfFormatString else { return nil }
      endOfFormatString = node.end
      let printing = FormatStringPrinting(tree: tree, source: source)
      let isBroken = printing.breaks(candidate, in: statement, blocks: blocks)
      return isBroken ? UnprintableSyntax(kind: .formatString, range: node.range) : nil
    default:
      return tree.tupleTest(of: node).map { UnprintableSyntax(kind: .tupleTest, range: $0.range) }
    }
  }
}

extension Node {
  fileprivate var isFilledTuple: Bool { kind == .tuple && firstChild >= 0 }
}

extension SyntaxTree {
  /// The first test of `if` or `while` that is a tuple.
  fileprivate func tupleTest(of node: Node) -> Node? {
    var child = node.firstChild
    while child >= 0 {
      if self[child].isFilledTuple { return self[child] }
      child = self[child].next
    }
    return nil
  }
}
