/// A tag's text, read by Kale's tag language.
package struct ParsedTag: Sendable, Hashable {
  /// What the tag means; for a tag at fault, what it evidently was to mean, nil where that is not clear.
  package var meaning: TagMeaning?
  /// Why Kale refuses the tag; nil for a tag of its language.
  package var fault: TagFault?

  /// Reads one tag.
  package init(_ text: String) {
    (meaning, fault) = TagReader(text).read()
  }
}

/// Why a tag is not of Kale's language.
package enum TagFault: Sendable, Hashable {
  /// No word of the language stands at its front.
  case unknown
  /// `block:NAME`, the older spelling of `step:NAME`; the name is nil where it is empty.
  case oldBlock(name: String?)
  /// `prev:` with nothing behind it.
  case emptyName(TagPrefix)
  /// A name that is not lower-case letters, digits and underscores.
  case invalidName(TagPrefix, name: String)
  /// A configuration tag whose parts are wrong; the sentence says which.
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

  init(_ text: String) {
    self.text = text
    // By bytes: to Swift, a carriage return and a line feed are one character.
    matched = text.utf8.last == UInt8(ascii: "\n") ? Substring(text.utf8.dropLast()) : text[...]
  }

  func read() -> (TagMeaning?, TagFault?) {
    if let special = SpecialTag(rawValue: text) { return (.special(special), nil) }
    if SpecialTag(rawValue: String(matched)) != nil { return (.noEffect, nil) }
    guard let colon = matched.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (nil, .unknown) }
    let word = matched[..<colon]
    let body = matched[matched.utf8.index(after: colon)...]
    if word == "block" { return readOldBlock(name: body) }
    guard let prefix = TagPrefix(rawValue: String(word)) else { return (nil, .unknown) }
    return read(prefix, body: body)
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
    let isValid = StepName.isValid(hasLineBreak ? Substring(name.utf8.dropLast()) : name[...])
    return (meaning, isValid ? nil : .invalidName(prefix, name: name))
  }

  /// What stands between the colons. By bytes: to Swift, a colon and an accent behind it are one character.
  private func parts(of body: Substring, maxSplits: Int = .max) -> [Substring] {
    body.utf8.split(separator: UInt8(ascii: ":"), maxSplits: maxSplits, omittingEmptySubsequences: false)
      .map(Substring.init)
  }

  private func readLimit(_ body: Substring) -> (TagMeaning?, TagFault?) {
    let parts = parts(of: body)
    let isResource = { (byte: UInt8) in
      byte.isLowercaseLetter
        || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/")].contains(byte)
    }
    let isValue = { (byte: UInt8) in
      byte.isLetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    let reason: String? =
      if parts.count < 2 || parts[1].isEmpty {
        "the value is missing"
      } else if parts.count > 2 {
        "it has more than one value"
      } else if parts[0].isEmpty {
        "the resource is missing"
      } else if let bad = parts[0].first(where: { !$0.utf8.allSatisfy(isResource) }) {
        "a resource is written in lower-case letters and `-_./`, without `\(bad)`"
      } else if let bad = parts[1].first(where: { !$0.utf8.allSatisfy(isValue) }) {
        "a value is written in letters, digits, `_` and `.`, without `\(bad)`"
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
        "the value is missing; write `:` behind the key"
      } else if let fault = KubernetesKey.fault(in: parts[0]) {
        fault
      } else if parts[1].utf8.contains(UInt8(ascii: "\n")) {
        "the value holds a line break"
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
        "it needs three parts and has \(parts.count)"
      } else if !KubernetesKey.isSubdomain(parts[0]) {
        "`\(parts[0])` is no name of a secret: lower-case letters, digits, `-` and `.`, letter or digit at both ends"
      } else if parts[1].isEmpty
        || !parts[1].utf8.allSatisfy({ $0.isLetterOrDigit || "-._".utf8.contains($0) })
      {
        "`\(parts[1])` is no key of a secret: letters, digits, `-`, `_` and `.`"
      } else if !isEnvironmentVariable(parts[2]) {
        "`\(parts[2])` is no name of an environment variable: letters, digits and `_`, no digit in front"
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
      return (nil, .malformed(.image, reason: "the image holds a line break"))
    }
    return (.image(String(body)), nil)
  }

  private func readSwitch(
    _ prefix: TagPrefix, _ body: Substring, meaning: (Bool) -> TagMeaning
  ) -> (TagMeaning?, TagFault?) {
    switch body {
    case "enabled": (meaning(true), nil)
    case "disabled": (meaning(false), nil)
    case "": (nil, .malformed(prefix, reason: "the value is missing"))
    default: (nil, .malformed(prefix, reason: "`\(body)` is neither `enabled` nor `disabled`"))
    }
  }

  private func isEnvironmentVariable(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, !first.isDigit else { return false }
    return name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
  }
}
