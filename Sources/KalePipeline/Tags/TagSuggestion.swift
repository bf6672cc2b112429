/// Finds the tag a person most likely meant.
package enum TagSuggestion {
  /// Words people write for a tag of Kale's, besides slips of the finger.
  private static let synonyms: [String: String] = [
    "import": "imports", "function": "functions", "skipped": "skip",
    "pipeline_parameters": "pipeline-parameters",
    "pipeline-parameter": "pipeline-parameters", "pipeline-params": "pipeline-parameters",
    "pipeline_metrics": "pipeline-metrics", "pipeline-metric": "pipeline-metrics",
  ]
  private static let prefixSynonyms: [String: TagPrefix] = [
    "previous": .prev, "limits": .limit, "labels": .label, "annotations": .annotation, "secrets": .secret,
    "steps": .step, "pre": .prev, "after": .prev, "caching": .cache,
  ]

  /// The valid tag nearest to one that Kale does not know; nil where none is near, as for other tools' tags.
  package static func nearest(to tag: String) -> String? {
    let tag = trimmed(tag)
    let lowercased = tag.lowercased()
    if let special = SpecialTag(rawValue: lowercased)?.rawValue ?? synonyms[lowercased] { return special }
    if let suggestion = nearestWithPrefix(lowercased, original: tag) { return suggestion }
    let candidate = nearest(to: lowercased, among: SpecialTag.allCases.map(\.rawValue))
    return tag.contains(":") ? nil : candidate
  }

  /// The name among `candidates` that differs least from `name`; nil where all differ too much to be a slip.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(2, name.utf8.count / 3))
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != name {
      let distance = editDistance(Array(name.utf8), Array(candidate.utf8), limit: limit)
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.name
  }

  private static func nearestWithPrefix(_ lowercased: String, original: String) -> String? {
    let separators: Set<Character> = [":", "-", "_", " ", "=", ";", "."]
    guard let split = lowercased.firstIndex(where: { separators.contains($0) }) else { return nil }
    let word = String(lowercased[..<split])
    let offset = lowercased.distance(from: lowercased.startIndex, to: split)
    let isColon = lowercased[split] == ":"
    let near =
      TagPrefix(rawValue: word) ?? prefixSynonyms[word]
      ?? (isColon
        ? nearest(to: word, among: TagPrefix.allCases.map(\.rawValue)).flatMap(TagPrefix.init) : nil)
    guard let prefix = near else { return nil }
    let rest = String(original.dropFirst(offset + 1))
    switch prefix {
    case .step, .prev, .notebook:
      return StepName.suggestion(for: rest).map { "\(prefix.rawValue):\($0)" }
    default:
      let tag = "\(prefix.rawValue):\(trimmed(rest))"
      return ParsedTag(tag).fault == nil ? tag : nil
    }
  }

  private static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words; `limit + 1` where there are
  /// more than `limit`.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for (row, leftByte) in left.enumerated() {
      var current = [row + 1] + [Int](repeating: 0, count: right.count)
      for (column, rightByte) in right.enumerated() {
        let replaced = previous[column] + (leftByte == rightByte ? 0 : 1)
        current[column + 1] = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, leftByte == right[column - 1], left[row - 1] == rightByte {
          current[column + 1] = min(current[column + 1], beforePrevious[column - 1] + 1)
        }
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
