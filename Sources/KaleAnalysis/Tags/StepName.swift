/// Names of steps and referenced notebooks.
package enum StepName {
  /// Whether Kale accepts the name.
  package static func isValid(_ name: some StringProtocol) -> Bool {
    KaleRelease.current.tags.name.matches(name)
  }

  /// Returns the valid name closest to a text: `load_data_2` for `Load Data-2`; nil if nothing is left.
  package static func suggestion(for words: some StringProtocol) -> String? {
    var name = ""
    var previousIsLowercase = false
    for character in words {
      guard character.isASCII, character.isLetter || character.isNumber else {
        if !name.isEmpty, name.last != "_" { name.append("_") }
        previousIsLowercase = false
        continue
      }
      if character.isUppercase, previousIsLowercase { name.append("_") }
      previousIsLowercase = character.isLowercase
      name.append(contentsOf: character.lowercased())
    }
    while name.last == "_" { name.removeLast() }
    guard let first = name.first else { return nil }
    return first.isNumber ? "_" + name : name
  }
}

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

extension UInt8 {
  var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  /// Whether the byte is an ASCII digit.
  package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// Whether the byte is an ASCII letter or digit.
  package var isLetterOrDigit: Bool {
    isLowercaseLetter || isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}
