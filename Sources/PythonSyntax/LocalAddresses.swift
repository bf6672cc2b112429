/// Addresses of the computer that code runs on: `http://localhost:5000`, `connect(host="127.0.0.1")`.
extension ParsedCode {
  /// The addresses, with the port and without the rest, and the bytes of the strings that have them, in order.
  ///
  /// Strings count that are given to functions or assigned to variables. Those that are only shown, compared or listed do
  /// not, nor those that stand in for a variable of the environment.
  public var localAddresses: [(address: String, range: Range<Int>)] {
    var found: [(address: String, range: Range<Int>)] = []
    var open = [root]
    while let index = open.popLast() {
      switch tree[index].kind {
      case .comparison, .list, .set, .tuple, .dictionary: continue
      case .expressionStatement where isText(index): continue
      case .primary: open += argumentsThatConnect(of: index)
      case .string:
        if let address = text(index).flatMap(ownAddress) { found.append((address, tree[index].range)) }
      case .keywordArgument:
        let value = tree[index].firstChild
        if ["host", "hostname"].contains(names.text(tree[index].value)), let host = text(value),
          LocalHostName.all.contains(host)
        {
          found.append((host, tree[value].range))
        }
        open += tree.children(index)
      default: open += tree.children(index)
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether a statement is a text alone, as a docstring is.
  private func isText(_ statement: NodeIndex) -> Bool {
    text(tree[statement].firstChild) != nil
  }

  /// The parts of a primary without what its functions only show or look for.
  private func argumentsThatConnect(of primary: NodeIndex) -> [NodeIndex] {
    let parts = Array(tree.children(primary))
    return parts.enumerated().flatMap { place, part -> [NodeIndex] in
      guard tree[part].kind == .call, place > 0 else { return [part] }
      let name = spelling(parts[place - 1])
      return Self.quietFunctions.contains(name) || hasDefault(name, tree[part].firstChild) ? [] : [part]
    }
  }

  /// Whether a call gives what has a name, or else its second argument: `os.getenv("URL", "http://localhost:5000")`.
  private func hasDefault(_ function: String, _ first: NodeIndex) -> Bool {
    ["get", "getenv", "setdefault"].contains(function) && text(first)?.contains("://") == false
  }

  /// Functions that connect to nothing.
  private static let quietFunctions: Set<String> = [
    "compile", "count", "critical", "debug", "endswith", "error", "exception", "find", "format", "fullmatch",
    "index", "info", "join", "log", "match", "print", "replace", "search", "split", "startswith", "strip",
    "sub",
    "warn", "warning",
  ]

  /// The name of this computer and the port in an address; nil if it leads elsewhere. A name and a password in front of it
  /// are nobody's business.
  private func ownAddress(_ text: String) -> String? {
    guard text.utf8.count < 1000 else { return nil }
    if let scheme = text.firstRange(of: "://") {
      let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
      return ownHost(String(authority.split(separator: "@").last ?? ""))
    }
    // `host=localhost dbname=shop`
    let host = text.split(separator: " ").first { $0.hasPrefix("host=") }
    if let host { return ownHost(String(host.dropFirst("host=".count))) }
    return text.contains(":") ? ownHost(text) : nil
  }

  /// A host and its port if it has one; nil if it is not this computer.
  private func ownHost(_ address: String) -> String? {
    let parts = address.split(separator: ":", omittingEmptySubsequences: false)
    guard let host = parts.first, parts.count <= 2, LocalHostName.all.contains(String(host)),
      parts.dropFirst().allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } })
    else { return nil }
    return address
  }
}

/// The names of the computer that code runs on.
public enum LocalHostName {
  static let all: Set<String> = ["127.0.0.1", "localhost"]
  private static let words = all.map { Array($0.utf8) }

  /// Whether one of the names stands anywhere in a text.
  public static func occurs(in text: [UInt8]) -> Bool { words.contains(where: text.contains(word:)) }
}
