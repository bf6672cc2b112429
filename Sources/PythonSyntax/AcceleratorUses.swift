/// Where code needs a GPU, whatever it asks before: `model.cuda()`, `torch.device("cuda:0")`.
extension ParsedCode {
  /// The bytes of the expressions that need a GPU, in order.
  public var acceleratorUses: [Range<Int>] {
    var found: [Range<Int>] = []
    for node in tree.nodes.indices {
      let index = NodeIndex(node)
      switch tree.nodes[node].kind {
      case .string where isDevice(StringLiteral.text(of: index, in: tree, bytes)):
        found.append(tree.nodes[node].range)
      case .primary where callsMover(index): found.append(tree.nodes[node].range)
      default: break
      }
    }
    return found.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// `cuda`, `cuda:0`
  private func isDevice(_ text: String) -> Bool {
    guard text.hasPrefix("cuda") else { return false }
    let rest = text.utf8.dropFirst(4)
    return rest.isEmpty
      || rest.first == UInt8(ascii: ":") && rest.count > 1
        && rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether a primary ends in `.cuda()`.
  private func callsMover(_ primary: NodeIndex) -> Bool {
    let parts = Array(tree.children(primary))
    guard parts.count > 2, let last = parts.last, tree[last].kind == .call else { return false }
    let name = parts[parts.count - 2]
    return tree[name].kind == .attribute && names.text(tree[name].value) == "cuda"
  }
}
