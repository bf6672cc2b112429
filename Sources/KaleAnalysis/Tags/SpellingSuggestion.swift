/// Finds the word that was most likely meant among those that are known.
package enum SpellingSuggestion {
  /// No word that differs by more letters is taken for a slip.
  package static let mostSlips = 2

  /// Finds the name that was most likely meant.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - candidates: The names that are known.
  ///   - slips: How many letters may differ, of the most that may; nil for one of three.
  /// - Returns: The candidate that differs least from `name`; nil where all differ too much to be a slip, and where several
  ///   differ as little.
  package static func nearest(
    to name: String, among candidates: some Sequence<String>, slips: Int? = nil
  ) -> String? {
    let nearest = nearestNames(to: name, among: candidates, slips: slips)
    return nearest.count == 1 ? nearest.first : nil
  }

  /// Finds the word that was meant by one with a slip, or by the beginning of a word.
  ///
  /// - Parameters:
  ///   - word: The word.
  ///   - words: The words that are known.
  /// - Returns: The most similar known word, or else the first one that begins with the word; nil if no known word is similar.
  package static func word(meantBy word: String, among words: [String]) -> String? {
    guard !word.isEmpty else { return nil }
    return nearest(to: word, among: words) ?? words.first { $0.hasPrefix(word) }
  }

  /// The names among `candidates` that differ least from `name`, each once in their order: several where nothing tells
  /// which of them was meant, none where all differ too much to be a slip.
  package static func nearestNames(
    to name: String, among candidates: some Sequence<String>, slips: Int? = nil
  ) -> [String] {
    let distance = EditDistance(from: name, limit: min(mostSlips, slips ?? name.utf8.count / 3))
    var least = Int.max
    var nearest: [String] = []
    for candidate in candidates where candidate != name && !isOtherShortWord(name, candidate) {
      guard let slips = distance.slips(to: candidate), slips <= least else { continue }
      if slips < least { (least, nearest) = (slips, []) }
      if !nearest.contains(candidate) { nearest.append(candidate) }
    }
    return nearest
  }

  /// Whether two short words differ by a letter: `slip` and `skip` are rather two words than one and a slip.
  private static func isOtherShortWord(_ left: String, _ right: String) -> Bool {
    left.utf8.count < 5 && left.utf8.count == right.utf8.count && left.utf8.sorted() != right.utf8.sorted()
  }
}
