/// How code asks for the class of an object, besides by calls.
extension ValueCollector {
  /// Notes the classes that a `match` asks for, and those by which a `try` catches what it raises.
  mutating func noteTests(_ node: Node) {
    if node.kind == .matchStatement { return noteCases(node) }
    var raised: [ValueExpression] = []
    for child in children(of: node).prefix(1) {
      collectRaised(in: child, left: Self.mostNesting, into: &raised)
    }
    guard !raised.isEmpty else { return }
    for handler in children(of: node) where tree[handler].kind == .exceptHandler {
      guard let type = caughtType(tree[handler]) else { continue }
      for object in raised.prefix(Self.mostTests) { use(.test(object, type, .handler)) }
    }
  }

  private static let mostTests = 8
  private static let mostNesting = 8

  private mutating func noteCases(_ node: Node) {
    guard node.firstChild >= 0 else { return }
    let subject = expression(node.firstChild)
    for matchCase in children(of: node).dropFirst().prefix(ValueExpression.elementLimit) {
      var classes: [NodeIndex] = []
      collectClasses(in: tree[matchCase].firstChild, left: Self.mostNesting, into: &classes)
      for type in classes.prefix(Self.mostTests) { use(.test(subject, expression(type), .pattern)) }
    }
  }

  /// The classes that the whole subject may be of.
  private func collectClasses(in pattern: NodeIndex, left: Int, into classes: inout [NodeIndex]) {
    guard pattern >= 0, left > 0 else { return }
    switch tree[pattern].kind {
    case .classPattern: classes.append(tree[pattern].firstChild)
    case .orPattern, .capturePattern:
      for child in tree.children(pattern) { collectClasses(in: child, left: left - 1, into: &classes) }
    default: break
    }
  }

  private func collectRaised(in index: NodeIndex, left: Int, into raised: inout [ValueExpression]) {
    guard left > 0 else { return }
    for child in tree.children(index) {
      switch tree[child].kind {
      case .raiseStatement:
        // What is raised where it is created is of the class that is there.
        if case let object = tree[child].firstChild, object >= 0, !expression(object).isCall {
          raised.append(expression(object))
        }
      case .ifStatement, .forStatement, .whileStatement, .withStatement, .block, .elseBlock:
        collectRaised(in: child, left: left - 1, into: &raised)
      default: break
      }
    }
  }

  private func caughtType(_ handler: Node) -> ValueExpression? {
    handler.flags.contains(.hasAnnotation) && handler.firstChild >= 0 ? expression(handler.firstChild) : nil
  }

  /// What a handler catches is an object of its class. The name is gone when the handler ends.
  mutating func visitHandler(_ handler: Node) {
    let outer = bound
    for child in children(of: handler) {
      switch tree[child].kind {
      case .identifier:
        if let type = caughtType(handler), bound.count < ValueExpression.elementLimit {
          bound[tree[child].value] = caught(type)
        }
      case .block: visit(child)
      default: break
      }
    }
    bound = outer
  }

  private func caught(_ type: ValueExpression) -> ValueExpression {
    if case .list(let types) = type { return .choice(types.map { .call($0, []) }) }
    return .call(type, [])
  }

  /// Notes `base[key]`.
  mutating func noteLookup(in base: ValueExpression, _ key: ValueExpression) {
    switch key {
    case .name(let name): use(.lookup(base, key: name))
    case .call(.name("type"), let arguments):
      if let object = arguments.first { use(.test(object.value, base, .key)) }
    // It looks the key up as `get` does.
    case .call: use(.call(.attribute(base, "get"), [ValueArgument(keyword: nil, value: key)]))
    default: break
    }
  }

  /// Whether `is` or `is not` stands between two operands.
  func isIdentity(between left: NodeIndex, _ right: NodeIndex) -> Bool {
    let (start, end) = (Int(tree[left].end), Int(tree[right].start))
    guard start < end, end <= source.count else { return false }
    let words = source[start..<end].split { " ()".utf8.contains($0) }
    return words.first.map { $0.elementsEqual("is".utf8) } ?? false
  }

  /// How many parameters a list begins with that have no default and take one argument each.
  func requiredCount(_ list: NodeIndex) -> Int {
    var (count, end) = (0, Int(tree[list].start))
    for index in tree.children(list) {
      let parameter = tree[index]
      let isStarred = source[end..<max(end, Int(parameter.start))].contains(UInt8(ascii: "*"))
      guard !parameter.flags.contains(.hasDefault), !isStarred else { break }
      (count, end) = (count + 1, Int(parameter.end))
    }
    return count
  }
}
