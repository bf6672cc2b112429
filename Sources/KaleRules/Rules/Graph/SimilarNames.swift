import KaleAnalysis

/// Finds, among many names, the one that was most likely meant by another.
///
/// A name that differs from another by up to two letters becomes the same text when up to two letters of each are left
/// out. An index of such texts finds the few candidates of a name without comparing it with all.
struct SimilarNames {
  private let names: [String]
  private let words: NameWords
  /// For each text that is left of a name, by its hash, the names it is left of; nil where all names are compared.
  private var candidates: [Int: [Int]]?

  /// Longer names are seldom slips of each other, and have too many texts left of them.
  private static let longestName = 40

  /// The index costs about as much as comparing so many names with all.
  private static let questionsWorthAnIndex = 16

  /// Prepares for as many names to be asked about as `questions` says.
  init(_ names: [String], questions: Int) {
    self.names = names
    words = NameWords(names)
    guard questions > Self.questionsWorthAnIndex else { return }
    var candidates: [Int: [Int]] = [:]
    for (index, name) in names.enumerated() {
      for text in Self.remainders(of: name) { candidates[text, default: []].append(index) }
    }
    self.candidates = candidates
  }

  /// The nearest of the names whose index is below `end`, as `TagSuggestion` counts nearness: several where they are as
  /// near, none where none is near.
  func nearest(to name: String, before end: Int) -> [String] {
    guard let candidates else { return SpellingSuggestion.nearestNames(to: name, among: names.prefix(end)) }
    let near = Set(Self.remainders(of: name).flatMap { candidates[$0] ?? [] })
    return SpellingSuggestion.nearestNames(
      to: name, among: near.filter { $0 < end }.sorted().map { names[$0] })
  }

  /// Those of the names whose index is below `end` that have words of a name, the best first.
  func withWords(of name: String, before end: Int) -> [String] { words.alike(to: name, before: end) }

  /// The hashes of the name without any letter, any one and any two of its letters left out.
  private static func remainders(of name: String) -> Set<Int> {
    let bytes = Array(name.utf8)
    guard bytes.count <= longestName else { return [bytes.hashValue] }
    var hashes: Set<Int> = [bytes.hashValue]
    for first in bytes.indices {
      var shorter = bytes
      shorter.remove(at: first)
      hashes.insert(shorter.hashValue)
      for second in shorter.indices.dropFirst(first) {
        var shortest = shorter
        shortest.remove(at: second)
        hashes.insert(shortest.hashValue)
      }
    }
    return hashes
  }
}
