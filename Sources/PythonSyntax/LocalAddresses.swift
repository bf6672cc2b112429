/// Addresses of the computer that code runs on: `http://localhost:5000`, `connect(host="127.0.0.1")`.
extension ParsedCode {
  /// The addresses, with the port and without the rest, and the bytes of the strings that have them, in order.
  public var localAddresses: [(address: String, range: Range<Int>)] {
    var found: [(address: String, range: Range<Int>)] = []
    for node in tree.nodes.indices {
      let index = NodeIndex(node)
      switch tree.nodes[node].kind {
      case .string:
        let text = StringLiteral.text(of: index, in: tree, bytes)
        if let address = ownAddress(in: text) { found.append((address, tree.nodes[node].range)) }
      case .keywordArgument where ["host", "hostname"].contains(names.text(tree.nodes[node].value)):
        let value = tree.nodes[node].firstChild
        guard value >= 0, tree[value].kind == .string else { continue }
        let text = StringLiteral.text(of: value, in: tree, bytes)
        if Self.ownHosts.contains(text) { found.append((text, tree[value].range)) }
      default: break
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static let ownHosts: Set<String> = ["127.0.0.1", "localhost"]

  /// The name of this computer and the port in an address with a scheme; nil if it leads elsewhere. A name and a password in
  /// front of it are nobody's business.
  private func ownAddress(in text: String) -> String? {
    guard text.utf8.count < 1000, let scheme = text.firstRange(of: "://") else { return nil }
    let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    let address = authority.split(separator: "@").last ?? ""
    return Self.ownHosts.contains(String(address.prefix { $0 != ":" })) ? String(address) : nil
  }
}

/// The names of the computer that code runs on.
public enum LocalHostName {
  private static let names = ["127.0.0.1", "localhost"].map { Array($0.utf8) }

  /// Whether one of the names stands anywhere in a text.
  public static func occurs(in text: [UInt8]) -> Bool {
    for start in text.indices where text[start] == UInt8(ascii: "l") || text[start] == UInt8(ascii: "1") {
      for name in names where text[start] == name[0] && text[start...].starts(with: name) { return true }
    }
    return false
  }
}
