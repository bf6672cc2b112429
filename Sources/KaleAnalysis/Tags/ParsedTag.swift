/// A tag's text, read by Kale's tag language.
package struct ParsedTag: Sendable, Hashable {
  /// The meaning of the tag; for a faulty tag, the intended meaning, or nil if that is unclear.
  package var meaning: TagMeaning?
  /// Why Kale rejects the tag; nil for a valid one.
  package var fault: TagFault?

  /// Reads one tag as a release of Kale does.
  package init(_ text: String, of release: KaleRelease) {
    (meaning, fault) = TagReader(text, release.tags).read()
  }
}

/// Why a tag is not valid in Kale's tag language.
package enum TagFault: Sendable, Hashable {
  /// The tag starts with no word of the language.
  case unknown
  /// `block:NAME`, the older spelling of `step:NAME`; the name is nil where it is empty.
  case oldBlock(name: String?)
  /// `prev:` without a name.
  case emptyName(TagPrefix)
  /// A name with characters other than lowercase letters, digits and underscores, or with a digit first.
  case invalidName(TagPrefix, name: String)
  /// A malformed configuration tag; the reason is a clause without a period.
  case malformed(TagPrefix, reason: String)
}

/// Reads Kale's tag language without regular expressions.
///
/// Kale matches each tag against Python patterns that end in `$`, which also matches before a final line break:
/// `step:a\n` is a valid tag, and its step is called `a\n`.
private struct TagReader {
  let text: String
  /// The text as Kale's patterns see it: without one final line break.
  let matched: Substring
  let grammar: TagGrammar

  init(_ text: String, _ grammar: TagGrammar) {
    self.text = text
    self.grammar = grammar
    // By bytes: to Swift, a carriage return and a line feed are one character.
    matched = text.utf8.last == UInt8(ascii: "\n") ? Substring(text.utf8.dropLast()) : text[...]
  }

  func read() -> (TagMeaning?, TagFault?) {
    if let special = special(text) { return (.special(special), nil) }
    if special(String(matched)) != nil { return (.noEffect, nil) }
    guard let colon = matched.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (nil, .unknown) }
    let word = matched[..<colon]
    let body = matched[matched.utf8.index(after: colon)...]
    if word == grammar.formerStepPrefix { return readOldBlock(name: body) }
    guard let prefix = TagPrefix(rawValue: String(word)), grammar.prefixes.contains(prefix) else {
      return (nil, .unknown)
    }
    return read(prefix, body: body)
  }

  private func special(_ text: String) -> SpecialTag? {
    SpecialTag(rawValue: text).flatMap { grammar.specialTags.contains($0) ? $0 : nil }
  }

  private func read(_ prefix: TagPrefix, body: Substring) -> (TagMeaning?, TagFault?) {
    switch prefix {
    case .step, .prev, .notebook: readName(prefix, name: body)
    case .limit: readLimit(body)
    case .label: readKeyedValue(prefix, body) { .label($0) }
    case .annotation: readKeyedValue(prefix, body) { .annotation($0) }
    case .secret: readSecret(body)
    case .image: readImage(body)
    case .cache: readSwitch(prefix, body) { .cache(isEnabled: $0) }
    case .report: readSwitch(prefix, body) { .report(isEnabled: $0) }
    }
  }

  private func readOldBlock(name: Substring) -> (TagMeaning?, TagFault?) {
    name.isEmpty ? (.noEffect, .oldBlock(name: nil)) : (.step(String(name)), .oldBlock(name: String(name)))
  }

  private func readName(_ prefix: TagPrefix, name: Substring) -> (TagMeaning?, TagFault?) {
    // Kale takes the name from the whole tag, final line break included.
    let name = String(name) + text[matched.endIndex...]
    let meaning: TagMeaning =
      switch prefix {
      case .prev: .previous(name)
      case .notebook: .notebook(name)
      default: .step(name)
      }
    if name.isEmpty { return prefix == .prev ? (nil, .emptyName(prefix)) : (meaning, nil) }
    let hasLineBreak = name.utf8.last == UInt8(ascii: "\n")
    let isValid = grammar.name.matches(hasLineBreak ? Substring(name.utf8.dropLast()) : name[...])
    return (meaning, isValid ? nil : .invalidName(prefix, name: name))
  }

  /// The text between the colons. By bytes: to Swift, a colon and an accent after it are one character.
  private func parts(of body: Substring, maxSplits: Int = .max) -> [Substring] {
    body.utf8.split(separator: UInt8(ascii: ":"), maxSplits: maxSplits, omittingEmptySubsequences: false)
      .map(Substring.init)
  }

  private func readLimit(_ body: Substring) -> (TagMeaning?, TagFault?) {
    let parts = parts(of: body)
    let reason: String? =
      if parts.count < 2 || parts[1].isEmpty {
        "the value is missing"
      } else if parts.count > 2 {
        "it has more than one value"
      } else if parts[0].isEmpty {
        "the resource is missing"
      } else if let bad = parts[0].first(where: { !grammar.limitResource.containsAll(of: String($0)) }) {
        "a resource may contain only lowercase letters and `-_./`, not `\(bad)`"
      } else if let bad = parts[1].first(where: { !grammar.limitValue.containsAll(of: String($0)) }) {
        "a value may contain only letters, digits, `_` and `.`, not `\(bad)`"
      } else {
        nil
      }
    if let reason { return (nil, .malformed(.limit, reason: reason)) }
    return (.limit(KeyedValue(key: String(parts[0]), value: String(parts[1]))), nil)
  }

  /// Reads a label or an annotation. Kale drops the colons of the value; here they are kept.
  private func readKeyedValue(
    _ prefix: TagPrefix, _ body: Substring, meaning: (KeyedValue) -> TagMeaning
  ) -> (TagMeaning?, TagFault?) {
    let parts = parts(of: body, maxSplits: 1)
    let reason: String? =
      if parts[0].isEmpty {
        "the key is missing"
      } else if parts.count < 2 {
        "the `:` after the key is missing"
      } else if let fault = KubernetesKey.fault(in: parts[0], grammar) {
        fault
      } else if parts[1].utf8.contains(UInt8(ascii: "\n")) {
        "the value contains a line break"
      } else {
        nil
      }
    if let reason { return (nil, .malformed(prefix, reason: reason)) }
    return (meaning(KeyedValue(key: String(parts[0]), value: String(parts[1]))), nil)
  }

  private func readSecret(_ body: Substring) -> (TagMeaning?, TagFault?) {
    let parts = parts(of: body)
    let reason: String? =
      if parts.count != 3 {
        "expected 3 parts, got \(parts.count)"
      } else if !KubernetesKey.isSubdomain(parts[0]) {
        "`\(parts[0])` is not a valid secret name. It may contain only lowercase letters, digits, `-` and `.`"
      } else if parts[1].isEmpty || !grammar.secretKey.containsAll(of: parts[1]) {
        "`\(parts[1])` is not a valid secret key. It may contain only letters, digits, `-`, `_` and `.`"
      } else if !grammar.environmentVariable.matches(parts[2]) {
        "`\(parts[2])` is not a valid environment variable. It may contain only letters, digits and `_`, and not start with a digit"
      } else {
        nil
      }
    if let reason { return (nil, .malformed(.secret, reason: reason)) }
    let secret = SecretReference(
      secret: String(parts[0]), key: String(parts[1]), environmentVariable: String(parts[2]))
    return (.secret(secret), nil)
  }

  private func readImage(_ body: Substring) -> (TagMeaning?, TagFault?) {
    if body.isEmpty { return (nil, .malformed(.image, reason: "the image is missing")) }
    if body.utf8.contains(UInt8(ascii: "\n")) {
      return (nil, .malformed(.image, reason: "the image contains a line break"))
    }
    return (.image(String(body)), nil)
  }

  private func readSwitch(
    _ prefix: TagPrefix, _ body: Substring, meaning: (Bool) -> TagMeaning
  ) -> (TagMeaning?, TagFault?) {
    if let value = grammar.switchValues[String(body)] { return (meaning(value), nil) }
    let reason =
      body.isEmpty ? "the value is missing" : "`\(body)` is neither `enabled` nor `disabled`"
    return (nil, .malformed(prefix, reason: reason))
  }
}
