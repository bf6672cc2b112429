/// Finds names of the standard library that not every version of Python has.
extension FactCollector {
  /// Whether a node is one that `versionedNames` has to look at.
  func isVersioned(_ node: Node) -> Bool {
    switch node.kind {
    case .alias: return VersionedWords.isVersioned(node.value)
    case .name: return VersionedWords.isBuiltin(node.value)
    case .primary:
      var child = tree[node.firstChild].next
      guard tree[node.firstChild].kind == .name else { return false }
      while child >= 0, tree[child].kind == .attribute {
        if VersionedWords.isVersioned(tree[child].value) { return true }
        child = tree[child].next
      }
      return child >= 0 && tree[child].kind == .call && hasVersionedArgument(tree[child])
    default: return false
    }
  }

  /// What the code calls by such a name, in the order of the text.
  func versionedNames(_ scan: Scan, _ imports: [ImportFact]) -> [VersionedName] {
    guard !scan.versioned.isEmpty else { return [] }
    var found: [VersionedName] = []
    for index in scan.versioned {
      let node = tree[index]
      switch node.kind {
      case .alias:
        let name = names.text(node.value)
        // Only `from module import name` has a dot in front of the name.
        let fact = imports.first { $0.range.contains(Int(node.start)) && !$0.isForTypes }
        let suffix = "." + name
        if let fact, fact.level == 0, let path = fact.names.first(where: { $0.path.hasSuffix(suffix) })?.path
        {
          found.append(VersionedName(path: path, range: fact.range, isImport: true))
        }
      case .name: found.append(VersionedName(path: names.text(node.value), range: node.range))
      default: found += paths(in: node)
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The dotted paths that a primary begins with, and the arguments of the call that follows.
  private func paths(in primary: Node) -> [VersionedName] {
    var found: [VersionedName] = []
    var path = names.text(tree[primary.firstChild].value)
    var child = tree[primary.firstChild].next
    while child >= 0 {
      let node = tree[child]
      let range = Int(primary.start)..<Int(node.end)
      guard node.kind == .attribute else {
        if node.kind == .call {
          for argument in tree.children(child) where isVersionedArgument(tree[argument]) {
            let name = path + "." + names.text(tree[argument].value)
            found.append(VersionedName(path: name, range: tree[argument].range))
          }
        }
        return found
      }
      path += "." + names.text(node.value)
      if VersionedWords.isVersioned(node.value) { found.append(VersionedName(path: path, range: range)) }
      child = node.next
    }
    return found
  }

  private func hasVersionedArgument(_ call: Node) -> Bool {
    var argument = call.firstChild
    while argument >= 0 {
      if isVersionedArgument(tree[argument]) { return true }
      argument = tree[argument].next
    }
    return false
  }

  private func isVersionedArgument(_ node: Node) -> Bool {
    node.kind == .keywordArgument && VersionedWords.isArgument(node.value)
  }
}
