/// The Kubernetes syntax of keys and names, as Kale checks it.
enum KubernetesKey {
  /// Returns what is wrong with the key of a label or annotation; nil for a valid one.
  static func fault(in key: Substring, _ grammar: TagGrammar) -> String? {
    let segments = key.split(separator: "/", omittingEmptySubsequences: false)
    if segments.count > 2 { return "a key may contain only one `/`" }
    for segment in segments {
      guard let first = segment.utf8.first, let last = segment.utf8.last else {
        return "a part of the key is empty"
      }
      if let bad = segment.first(where: { !grammar.key.containsAll(of: String($0)) }) {
        return "a key may contain only letters, digits and `-_.`, not `\(bad)`"
      }
      if !grammar.keyEnd.contains(first) || !grammar.keyEnd.contains(last) {
        return "`\(segment)` must start and end with a letter or digit"
      }
    }
    return nil
  }

  /// Whether the name is a DNS subdomain: labels of lower-case letters, digits and `-`, joined by dots.
  static func isSubdomain(_ name: Substring) -> Bool {
    name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      guard let first = label.utf8.first, let last = label.utf8.last else { return false }
      let isLetter = { (byte: UInt8) in byte.isLowercaseLetter || byte.isDigit }
      return isLetter(first) && isLetter(last)
        && label.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "-") }
    }
  }
}
