/// Lines that IPython may run as magics although no `%` is in front.
extension FactCollector {
  /// Every such line at module level, in order.
  func automagics() -> [Automagic] {
    var found: [Automagic] = []
    var statement = tree[root].firstChild
    var lineEnd = -1
    while statement >= 0 {
      let node = tree[statement]
      let isBroken = node.kind == .error && node.value == BrokenStatement.automagic
      if isBroken || node.kind == .expressionStatement,
        let magic = automagic(node, isPython: !isBroken, &lineEnd)
      {
        found.append(magic)
      }
      statement = node.next
    }
    return found
  }

  // Many statements may be on one line: `lineEnd` is where that of the statement before ends.
  private func automagic(_ node: Node, isPython: Bool, _ lineEnd: inout Int) -> Automagic? {
    let start = Int(node.start)
    guard start < source.count else { return nil }
    if lineEnd < start { lineEnd = source[start...].firstIndex(where: \.isLineEnd) ?? source.count }
    let line = start..<lineEnd
    guard let name = Automagic.name(ofLine: source[line]) else { return nil }
    return Automagic(name: name, range: line, isAlone: isOnlyLine(line), isPython: isPython)
  }

  /// Whether nothing else is in the cell, as IPython looks at it.
  private func isOnlyLine(_ line: Range<Int>) -> Bool {
    let before = source[..<line.lowerBound].allSatisfy { $0.isLineEnd || $0.isBlank }
    let behind = source[line.upperBound...].count
    return before && behind <= 1
  }
}

extension Automagic {
  /// The name of the magic with which a line begins; nil where IPython would not look for one.
  static func name(ofLine line: ArraySlice<UInt8>) -> String? {
    let word = line.prefix { $0.isWordByte }
    guard !word.isEmpty, word.count <= longestName else { return nil }
    let rest = line[word.endIndex...]
    // A call, an attribute, an operator that touches the word.
    guard rest.first?.isBlank ?? true else { return nil }
    let argument = rest.drop(while: \.isBlank)
    if let next = argument.first, next == "=" || next == "," || isOperator(argument) { return nil }
    let name = String(decoding: word, as: UTF8.self)
    return MagicTable.automatic.contains(name) ? name : nil
  }

  private static let longestName = 16

  /// Whether what follows a name is rather an operator of Python than an argument: `- start`, `in names`.
  private static func isOperator(_ text: ArraySlice<UInt8>) -> Bool {
    let word = text.prefix { $0.isWordByte }
    if !word.isEmpty {
      return operators.contains(String(decoding: word, as: UTF8.self))
    }
    let sign = text.prefix { !$0.isWordByte && !$0.isBlank }
    return signs.contains(String(decoding: sign, as: UTF8.self))
      && text[sign.endIndex...].first?.isBlank ?? false
  }

  private static let operators: Set<String> = ["and", "for", "if", "in", "is", "not", "or"]
  private static let signs: Set<String> = [
    "!=", "%", "&", "*", "**", "+", "-", "/", "//", "<", "<<", "<=", "==", ">", ">=", ">>", "@", "^", "|",
  ]
}
