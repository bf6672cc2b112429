/// Finds the tag that was most likely meant.
package enum TagSuggestion {
  /// The valid tag nearest to one that Kale does not know; nil where none is near, as for other tools' tags.
  package static func nearest(to tag: String, in release: KaleRelease) -> String? {
    let tag = trimmed(tag)
    let lowercased = tag.lowercased()
    if let special = SpecialTag(rawValue: lowercased)?.rawValue ?? TagSynonymTable.tags[lowercased] {
      return special
    }
    if tag.contains(":") { return nearestWithPrefix(lowercased, original: tag, release) }
    return nearestWithoutColon(lowercased, original: tag)
      ?? SpellingSuggestion.nearest(to: lowercased, among: SpecialTag.allCases.map(\.rawValue))
  }

  /// The prefix of a tag that consists only of its first word: `step`, `previous`.
  package static func unfinished(_ tag: String) -> TagPrefix? {
    let word = trimmed(tag).lowercased()
    return TagPrefix(rawValue: word) ?? (word == "previous" ? .prev : nil)
  }

  /// The prefix that a tag which is not of Kale's language was most likely to begin with; nil where it is no slip of a tag
  /// with a prefix.
  package static func prefix(meantBy tag: String, in release: KaleRelease) -> TagPrefix? {
    unfinished(tag)
      ?? nearest(to: tag, in: release).flatMap { TagPrefix(rawValue: String($0.prefix { $0 != ":" })) }
  }

  private static func nearestWithPrefix(
    _ lowercased: String, original: String, _ release: KaleRelease
  ) -> String? {
    let word = lowercased.prefix { $0 != ":" }
    let near =
      TagPrefix(rawValue: trimmed(String(word))) ?? TagSynonymTable.prefixes[String(word)]
      ?? SpellingSuggestion.nearest(to: String(word), among: TagPrefix.allCases.map(\.rawValue)).flatMap(
        TagPrefix.init)
    guard let prefix = near else { return nil }
    let rest = String(original.dropFirst(word.count + 1))
    switch prefix {
    case .step, .prev, .notebook: return StepName.suggestion(for: rest).map { "\(prefix.rawValue):\($0)" }
    default:
      let tag = "\(prefix.rawValue):\(trimmed(rest))"
      return ParsedTag(tag, of: release).fault == nil ? tag : nil
    }
  }

  /// `step-load`, `prev load`: another sign in place of the colon, and one word after it.
  private static func nearestWithoutColon(_ lowercased: String, original: String) -> String? {
    guard let split = lowercased.firstIndex(where: { "-_ =;.".contains($0) }) else { return nil }
    guard let prefix = TagPrefix(rawValue: String(lowercased[..<split])), prefix == .step || prefix == .prev
    else {
      return nil
    }
    let rest = original.dropFirst(lowercased.distance(from: lowercased.startIndex, to: split) + 1)
    guard !rest.contains(" ") else { return nil }
    return StepName.suggestion(for: rest).map { "\(prefix.rawValue):\($0)" }
  }

  private static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}
