/// The attributes that code mentions, whatever they are attributes of.
extension ParsedCode {
  /// The attributes that the code mentions.
  public var attributeNames: Set<String> { Set(attributes(below: root)) }

  /// Returns the attributes that each method of a class at module level mentions.
  public func attributeNames(ofMethodsIn className: String) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for statement in tree.children(root) where definedName(statement, .classDefinition) == className {
      for block in tree.children(statement) where tree[block].kind == .block {
        for member in tree.children(block) {
          guard let method = definedName(member, .functionDefinition) else { continue }
          found[method] = Set(attributes(below: member))
        }
      }
    }
    return found
  }

  private func definedName(_ statement: NodeIndex, _ kind: NodeKind) -> String? {
    guard tree[statement].kind == kind, case let name = tree.definedName(statement), name >= 0 else {
      return nil
    }
    return names.text(name)
  }

  private func attributes(below start: NodeIndex) -> [String] {
    var found: [String] = []
    var open = [start]
    while let index = open.popLast() {
      if tree[index].kind == .attribute { found.append(names.text(tree[index].value)) }
      open += tree.children(index)
    }
    return found
  }
}
