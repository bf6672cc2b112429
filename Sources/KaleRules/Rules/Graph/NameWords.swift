import KaleAnalysis
import SourceText

/// Finds, among the names of steps, those that share their words with another: `evaluate` for `eval`, `load_data` for
/// `load`, `model_training` for `train_model`.
struct NameWords {
  private let names: [String]
  /// For the first letters of each word the indices of the names that have it, in order.
  private var holders: [Substring: [Int]] = [:]

  /// Two words with fewer letters in common are rather two words than forms of one.
  private static let shortestStart = 3

  /// Of names that begin a word alike, the nearest above a tag are compared: all steps may be called `step_…`.
  private static let mostCompared = 64

  init(_ names: [String]) {
    self.names = names
    for (index, name) in names.enumerated() {
      for start in Set(Self.words(of: name).map { $0.prefix(Self.shortestStart) }) {
        holders[start, default: []].append(index)
      }
    }
  }

  /// Those of the names whose index is below `end` that have all words of a name, or of which the name has all words.
  ///
  /// - Returns: The names, first those that begin with the name, then those with the same words, then those with other
  ///   forms of its words, and of equally good ones the last first.
  func alike(to name: String, before end: Int) -> [String] {
    let words = Self.words(of: name)
    var seen: Set<Int> = []
    var found: [(rank: Int, digits: Int, index: Int)] = []
    let digits = Array(name.utf8.filter(\.isDigit))
    for start in Set(words.map { $0.prefix(Self.shortestStart) }) {
      for index in nearest(above: end, among: holders[start] ?? []) where seen.insert(index).inserted {
        guard let rank = Self.rank(of: names[index], for: name, words) else { continue }
        // `evaluate_2` is meant by `eval_2` rather than `evaluate_3`.
        let hasDigits = names[index].utf8.filter(\.isDigit).elementsEqual(digits)
        found.append((rank, hasDigits ? 0 : 1, index))
      }
    }
    return found.sorted { ($0.rank, $0.digits, -$0.index) < ($1.rank, $1.digits, -$1.index) }.map {
      names[$0.index]
    }
  }

  /// The last of some ordered indices that are below `end`.
  private func nearest(above end: Int, among indices: [Int]) -> ArraySlice<Int> {
    indices[..<indices.partitioningIndex { $0 >= end }].suffix(Self.mostCompared)
  }

  /// How good a name is for another, 0 for the best; nil if it is not.
  private static func rank(of other: String, for name: String, _ words: [Substring]) -> Int? {
    if other == name { return nil }
    if other.hasPrefix(name + "_") { return 0 }
    let others = Self.words(of: other)
    let (fewer, more) = words.count <= others.count ? (words, others) : (others, words)
    if fewer.allSatisfy(more.contains) { return 1 }
    return fewer.allSatisfy { word in more.contains { areForms(word, $0) } } ? 2 : nil
  }

  /// Whether two words begin alike and end in few letters of their own: `eval` and `evaluate`, `cleaning` and `cleanup`.
  private static func areForms(_ left: Substring, _ right: Substring) -> Bool {
    let common = zip(left.utf8, right.utf8).prefix { $0 == $1 }.count
    let (short, long) = (min(left.utf8.count, right.utf8.count), max(left.utf8.count, right.utf8.count))
    guard common >= shortestStart else { return false }
    return common == short || common >= 5 && short - common <= 3 && long - common <= 5
  }

  /// The words of a name that tell it from others: numbers do not.
  private static func words(of name: String) -> [Substring] {
    name.split(separator: "_").filter { !$0.allSatisfy(\.isNumber) }
  }
}
