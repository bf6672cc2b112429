/// What code says of GPUs.
public struct AcceleratorUses: Sendable {
  /// The bytes of the expressions that move something to a GPU: `model.cuda()`, `x.to("cuda")`, `zeros(2, device="cuda:0")`.
  public fileprivate(set) var moves: [Range<Int>] = []
  /// The same where a variable says which device: `model.to(device)`.
  public fileprivate(set) var movesByName: [(name: String, range: Range<Int>)] = []
  /// The variables that are assigned a GPU: `device = torch.device("cuda")`.
  public fileprivate(set) var devices: Set<String> = []
  /// Those that are assigned something else.
  public fileprivate(set) var otherNames: Set<String> = []
}

extension ParsedCode {
  /// What the code says of GPUs, but for code in the block of a `try`.
  public var acceleratorUses: AcceleratorUses {
    var search = AcceleratorUseSearch(code: self)
    search.run()
    search.found.moves.sort { $0.lowerBound < $1.lowerBound }
    search.found.movesByName.sort { $0.range.lowerBound < $1.range.lowerBound }
    return search.found
  }
}

/// Looks through code for devices.
private struct AcceleratorUseSearch {
  let code: ParsedCode
  var found = AcceleratorUses()

  init(code: ParsedCode) { self.code = code }

  private var tree: SyntaxTree { code.tree }

  mutating func run() {
    var open = [code.root]
    while let index = open.popLast() {
      switch tree[index].kind {
      case .assignment: noteAssignment(Array(tree.children(index)))
      case .primary: notePrimary(Array(tree.children(index)))
      default: break
      }
      // The block of a `try` comes first.
      open += tree.children(index).dropFirst(tree[index].kind == .tryStatement ? 1 : 0)
    }
  }

  private mutating func noteAssignment(_ parts: [NodeIndex]) {
    guard let value = parts.last else { return }
    for target in parts.dropLast() where tree[target].kind == .name {
      if isDevice(value) {
        found.devices.insert(code.spelling(target))
      } else {
        found.otherNames.insert(code.spelling(target))
      }
    }
  }

  private mutating func notePrimary(_ parts: [NodeIndex]) {
    for (part, call) in zip(parts, parts.dropFirst()) where tree[call].kind == .call {
      let range = tree[parts[0]].range.lowerBound..<tree[call].range.upperBound
      switch code.spelling(part) {
      case "cuda" where part != parts[0]: found.moves.append(range)
      case "to", "set_default_device": note(tree[call].firstChild, range)
      default: break
      }
      for argument in tree.children(call) where tree[argument].kind == .keywordArgument {
        if code.names.text(tree[argument].value) == "device" { note(tree[argument].firstChild, range) }
      }
    }
  }

  private mutating func note(_ device: NodeIndex, _ range: Range<Int>) {
    guard device >= 0 else { return }
    if isDevice(device) {
      found.moves.append(range)
    } else if tree[device].kind == .name {
      found.movesByName.append((code.spelling(device), range))
    }
  }

  /// `"cuda"`, `"cuda:0"`, `torch.device("cuda")`
  private func isDevice(_ node: NodeIndex) -> Bool {
    if let text = code.text(node) { return isDevice(text) }
    guard tree[node].kind == .primary, case let parts = Array(tree.children(node)), parts.count > 1,
      let call = parts.last, tree[call].kind == .call, code.spelling(parts[parts.count - 2]) == "device",
      let text = code.text(tree[call].firstChild)
    else { return false }
    return isDevice(text)
  }

  private func isDevice(_ text: String) -> Bool {
    guard text.hasPrefix("cuda") else { return false }
    let rest = text.utf8.dropFirst(4)
    return rest.isEmpty
      || rest.first == UInt8(ascii: ":") && rest.count > 1
        && rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
