/// A place where code looks for names of the module without spelling them.
public struct NamespaceLookup: Sendable, Hashable {
  /// How it looks.
  public enum Way: Sendable, Hashable {
    /// For one name, which the code computes: `globals()[name]`.
    case item
    /// Through all names: `globals().items()`, `dir()`.
    case all
    /// For functions and classes with tests: `doctest.testmod()`, `unittest.main()`.
    case tests
  }

  /// How it looks.
  public var way: Way
  /// Its bytes, those of `globals()`.
  public var range: Range<Int>
  /// The function at module level that looks; nil for code outside of functions.
  public var function: String?
}

/// A text that code spells, with or without fields.
public struct SpelledText: Sendable, Hashable {
  /// What stands before the first field, or the whole text.
  public var prefix: String
  /// What stands behind the last field; nil for a text without fields.
  public var suffix: String?

  /// Whether the text may be a part of a name.
  public var mayBePart: Bool {
    suffix != nil || prefix.utf8.count > 1 && (prefix.hasPrefix("_") || prefix.hasSuffix("_"))
  }

  /// Whether a name may be what the text gives. A text without fields that begins or ends with `_` may be a part of it.
  public func mayGive(_ name: String) -> Bool {
    if let suffix {
      return prefix.utf8.count + suffix.utf8.count < name.utf8.count && !(prefix.isEmpty && suffix.isEmpty)
        && name.hasPrefix(prefix) && name.hasSuffix(suffix)
    }
    if name == prefix { return true }
    guard prefix.utf8.count > 1 else { return false }
    return prefix.hasSuffix("_") && name.hasPrefix(prefix) || prefix.hasPrefix("_") && name.hasSuffix(prefix)
  }
}

extension ParsedCode {
  /// Where the code looks for names of the module without spelling them, in order.
  public var namespaceLookups: [NamespaceLookup] {
    var search = NamespaceLookupSearch(code: self)
    search.run()
    return search.found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The texts that the code spells.
  public var spelledTexts: Set<SpelledText> {
    var texts: Set<SpelledText> = []
    for node in tree.nodes.indices {
      switch tree.nodes[node].kind {
      case .string:
        texts.insert(
          SpelledText(prefix: StringLiteral.text(of: NodeIndex(node), in: tree, bytes), suffix: nil))
      case .formatString:
        if let text = formatted(tree.nodes[node]) { texts.insert(text) }
      default: break
      }
    }
    return texts
  }

  /// What stands around the fields of an f-string; nil for several literals side by side.
  private func formatted(_ node: Node) -> SpelledText? {
    guard node.firstChild >= 0, tree[node.firstChild].kind == .replacementField else { return nil }
    let content = StringLiteral.parts(node.range, bytes).content
    var end = content.lowerBound
    var field = node.firstChild
    while field >= 0 {
      guard tree[field].kind == .replacementField else { return nil }
      end = tree[field].range.upperBound
      field = tree[field].next
    }
    let start = tree[node.firstChild].range.lowerBound
    guard content.lowerBound <= start, end <= content.upperBound else { return nil }
    return SpelledText(
      prefix: String(decoding: bytes[content.lowerBound..<start], as: UTF8.self),
      suffix: String(decoding: bytes[end..<content.upperBound], as: UTF8.self))
  }
}

/// Looks through code for lookups of names.
private struct NamespaceLookupSearch {
  let code: ParsedCode
  var found: [NamespaceLookup] = []
  /// What is stored to or deleted.
  private var targets: Set<NodeIndex> = []
  /// What something is sought in: `dir()` in `"rate" in dir()`.
  private var sought: Set<NodeIndex> = []
  /// What is given a name: `globals()` in `names = globals()`.
  private var named: Set<NodeIndex> = []
  /// What is listed: `globals()` in `sorted(globals())`.
  private var listed: Set<NodeIndex> = []

  init(code: ParsedCode) { self.code = code }

  private var tree: SyntaxTree { code.tree }

  mutating func run() {
    var open: [(node: NodeIndex, function: String?)] = [(code.root, nil)]
    while let (index, function) = open.popLast() {
      noteRole(index)
      if tree[index].kind == .primary { notePrimary(index, in: function) }
      let inner = function ?? functionName(index)
      open += tree.children(index).map { ($0, inner) }
    }
  }

  /// The name of a function; empty for one without a name.
  private func functionName(_ index: NodeIndex) -> String? {
    switch tree[index].kind {
    case .functionDefinition: tree.definedName(index) >= 0 ? code.names.text(tree.definedName(index)) : ""
    case .lambda: ""
    default: nil
    }
  }

  /// Notes what the parts of a node are there for, before they are visited.
  private mutating func noteRole(_ index: NodeIndex) {
    switch tree[index].kind {
    case .assignment:
      let parts = Array(tree.children(index))
      targets.formUnion(parts.dropLast())
      named.formUnion(parts.suffix(1))
    case .deleteStatement: targets.formUnion(tree.children(index))
    case .comparison: sought.formUnion(tree.children(index).dropFirst())
    case .forStatement, .comprehensionClause: listed.formUnion(tree.children(index).dropFirst().prefix(1))
    case .primary: noteListing(Array(tree.children(index).prefix(2)))
    default: break
    }
  }

  /// `sorted(globals())`
  private mutating func noteListing(_ parts: [NodeIndex]) {
    guard parts.count == 2, tree[parts[1]].kind == .call, case let argument = tree[parts[1]].firstChild,
      argument >= 0, ["dict", "list", "set", "sorted", "tuple"].contains(code.spelling(parts[0]))
    else { return }
    listed.insert(argument)
  }

  private mutating func notePrimary(_ primary: NodeIndex, in function: String?) {
    let parts = Array(tree.children(primary))
    guard parts.count > 1, tree[parts[0]].kind == .name else { return }
    if looksForTests(parts) { return note(.tests, parts[...], function) }
    guard let after = afterNamespace(parts, isInFunction: function != nil) else { return }
    guard let way = way(of: parts[after...], primary) else { return }
    note(way, parts[..<after], function)
  }

  private mutating func note(_ way: NamespaceLookup.Way, _ parts: ArraySlice<NodeIndex>, _ function: String?)
  {
    guard let first = parts.first, let last = parts.last else { return }
    found.append(
      NamespaceLookup(
        way: way, range: tree[first].range.lowerBound..<tree[last].range.upperBound, function: function))
  }

  /// `doctest.testmod()`, `unittest.main()`
  private func looksForTests(_ parts: [NodeIndex]) -> Bool {
    guard parts.count == 3, tree[parts[2]].kind == .call else { return false }
    return ["doctest.testmod", "unittest.main"].contains(
      code.spelling(parts[0]) + "." + code.spelling(parts[1]))
  }

  /// Where something follows the names of the module: behind `globals()`, `vars()`, `dir()`, `get_ipython().user_ns`.
  private func afterNamespace(_ parts: [NodeIndex], isInFunction: Bool) -> Int? {
    guard tree[parts[1]].kind == .call, tree[parts[1]].firstChild < 0 else { return nil }
    switch code.spelling(parts[0]) {
    case "globals": return 2
    case "dir", "locals", "vars": return isInFunction ? nil : 2
    case "get_ipython": return parts.count > 2 && code.spelling(parts[2]) == "user_ns" ? 3 : nil
    default: return nil
    }
  }

  /// How code looks up names by what follows their dictionary; nil if it does not, or spells them.
  private func way(of parts: ArraySlice<NodeIndex>, _ primary: NodeIndex) -> NamespaceLookup.Way? {
    guard let first = parts.first else {
      // A dictionary that is given a name may be read anywhere; `dir()` lists all names.
      if sought.contains(primary) { return nil }
      if listed.contains(primary) || code.spelling(tree[primary].firstChild) == "dir" { return .all }
      return named.contains(primary) ? .item : nil
    }
    if tree[first].kind == .subscription {
      let isTarget = parts.count == 1 && targets.contains(primary)
      return isTarget || code.text(tree[first].firstChild) != nil ? nil : .item
    }
    guard parts.count > 1, case let call = parts[parts.startIndex + 1], tree[call].kind == .call else {
      return nil
    }
    switch code.spelling(first) {
    case "get": return tree[call].firstChild >= 0 && code.text(tree[call].firstChild) == nil ? .item : nil
    case "copy", "items", "keys", "values": return sought.contains(primary) ? nil : .all
    default: return nil
    }
  }
}
