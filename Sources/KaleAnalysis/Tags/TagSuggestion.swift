/// Finds the tag that was most likely meant.
package enum TagSuggestion {
  /// Words that people write for a Kale tag, besides typos.
  private static let synonyms: [String: String] = [
    "import": "imports", "function": "functions", "skipped": "skip",
    "pipeline_parameters": "pipeline-parameters",
    "pipeline-parameter": "pipeline-parameters", "pipeline-params": "pipeline-parameters",
    "pipeline_metrics": "pipeline-metrics", "pipeline-metric": "pipeline-metrics",
  ]
  private static let prefixSynonyms: [String: TagPrefix] = [
    "previous": .prev, "limits": .limit, "labels": .label, "annotations": .annotation, "secrets": .secret,
    "steps": .step, "after": .prev, "caching": .cache,
  ]

  /// The valid tag nearest to one that Kale does not know; nil where none is near, as for other tools' tags.
  package static func nearest(to tag: String) -> String? {
    let tag = trimmed(tag)
    let lowercased = tag.lowercased()
    if let special = SpecialTag(rawValue: lowercased)?.rawValue ?? synonyms[lowercased] { return special }
    if tag.contains(":") { return nearestWithPrefix(lowercased, original: tag) }
    return nearestWithoutColon(lowercased, original: tag)
      ?? nearest(to: lowercased, among: SpecialTag.allCases.map(\.rawValue))
  }

  /// The prefix of a tag that consists only of its first word: `step`, `previous`.
  package static func unfinished(_ tag: String) -> TagPrefix? {
    let word = trimmed(tag).lowercased()
    return TagPrefix(rawValue: word) ?? (word == "previous" ? .prev : nil)
  }

  /// The prefix that a tag was most likely to begin with; nil if it is not a misspelled tag with a prefix.
  package static func prefix(meantBy tag: String) -> TagPrefix? {
    unfinished(tag) ?? nearest(to: tag).flatMap { TagPrefix(rawValue: String($0.prefix { $0 != ":" })) }
  }

  /// The name among `candidates` that differs least from `name`; nil where all differ too much to be a slip, and where
  /// several differ as little.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let nearest = nearestNames(to: name, among: candidates)
    return nearest.count == 1 ? nearest.first : nil
  }

  /// The names among `candidates` that differ least from `name`, each once in their order: several if it is unclear
  /// which of them was meant, none if all differ too much to be a typo.
  package static func nearestNames(to name: String, among candidates: some Sequence<String>) -> [String] {
    let distance = EditDistance(from: name, limit: min(2, name.utf8.count / 3))
    var least = Int.max
    var nearest: [String] = []
    for candidate in candidates where candidate != name && !isOtherShortWord(name, candidate) {
      guard let slips = distance.slips(to: candidate), slips <= least else { continue }
      if slips < least { (least, nearest) = (slips, []) }
      if !nearest.contains(candidate) { nearest.append(candidate) }
    }
    return nearest
  }

  private static func nearestWithPrefix(_ lowercased: String, original: String) -> String? {
    let word = lowercased.prefix { $0 != ":" }
    let near =
      TagPrefix(rawValue: trimmed(String(word))) ?? prefixSynonyms[String(word)]
      ?? nearest(to: String(word), among: TagPrefix.allCases.map(\.rawValue)).flatMap(TagPrefix.init)
    guard let prefix = near else { return nil }
    let rest = String(original.dropFirst(word.count + 1))
    switch prefix {
    case .step, .prev, .notebook: return StepName.suggestion(for: rest).map { "\(prefix.rawValue):\($0)" }
    default:
      let tag = "\(prefix.rawValue):\(trimmed(rest))"
      return ParsedTag(tag).fault == nil ? tag : nil
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

  /// Whether two short words differ by a letter: `slip` and `skip` are rather two words than one and a slip.
  private static func isOtherShortWord(_ left: String, _ right: String) -> Bool {
    left.utf8.count < 5 && left.utf8.count == right.utf8.count && left.utf8.sorted() != right.utf8.sorted()
  }

  private static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}
