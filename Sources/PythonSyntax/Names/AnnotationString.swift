/// Parses the content of a string that is an annotation.
enum AnnotationString {
  /// Adds the expression in the string `node` to the tree; no node where the content is not one expression.
  ///
  /// `texts` holds the texts of strings that stand inside other strings, which have no place of their own.
  static func parse(
    _ node: NodeIndex, tree: inout SyntaxTree, names: inout NameTable, source: [UInt8],
    texts: inout [NodeIndex: String]
  ) -> NodeIndex {
    let whole = tree[node].range
    let known = texts[node]
    if known == nil, tree[node].firstChild < 0, let content = StringLiteral.plainContent(whole, source) {
      return parse(source, content, tree: &tree, names: &names)
    }
    let bytes = Array((known ?? StringLiteral.text(of: node, in: tree, source)).utf8)
    let mark = tree.nodes.count
    let root = parse(bytes, 0..<bytes.count, tree: &tree, names: &names)
    for index in mark..<max(mark, tree.nodes.count) where tree.nodes[index].kind == .string {
      texts[NodeIndex(index)] = StringLiteral.text(of: NodeIndex(index), in: tree, bytes)
    }
    // The content stands nowhere in the text as it is: its nodes get the place of the string.
    for index in mark..<max(mark, tree.nodes.count) {
      tree.nodes[index].start = Int32(whole.lowerBound)
      tree.nodes[index].end = Int32(whole.upperBound)
    }
    return root
  }

  private static func parse(
    _ source: [UInt8], _ range: Range<Int>, tree: inout SyntaxTree, names: inout NameTable
  ) -> NodeIndex {
    // Table and tree are handed over, not shared: a shared one would be copied whole when it grows.
    var lexer = Lexer(source, range: range, dialect: .python, names: exchange(&names, for: .known))
    lexer.run()
    let mark = tree.nodes.count
    var parser = Parser(lexer, tree: exchange(&tree, for: SyntaxTree()))
    let module = parser.parseModule()
    names = exchange(&parser.names, for: .known)
    tree = exchange(&parser.tree, for: SyntaxTree())
    let statement = tree[module].firstChild
    guard parser.log.entries.isEmpty, statement >= 0, tree[statement].next < 0,
      tree[statement].kind == .expressionStatement
    else {
      tree.nodes.removeSubrange(mark...)
      return noNode
    }
    return tree[statement].firstChild
  }

  private static func exchange<Value>(_ value: inout Value, for replacement: Value) -> Value {
    let old = value
    value = replacement
    return old
  }
}
