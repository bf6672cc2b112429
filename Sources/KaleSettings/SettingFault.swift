import KaleAnalysis

/// What is wrong with a setting.
package struct SettingFault: Sendable, Hashable {
  /// The form in which a fault is reported.
  package enum Dialect: Sendable {
    case file, editor
  }

  enum Problem: Sendable, Hashable {
    /// The value must be something else than what it is.
    case expected(String, got: String)
    /// The value must be one of some words.
    case word(of: [String], got: String)
    /// One sentence or two.
    case sentence(String)
  }

  /// The keys that lead to the value.
  let path: [String]
  let problem: Problem
  /// The bytes at fault in the file.
  package let range: Range<Int>

  /// What is wrong, in sentences that name the setting.
  package func message(_ dialect: Dialect) -> String {
    switch (problem, dialect) {
    case (.expected(let expectation, let found), .file):
      "`\(path.joined(separator: "."))` must be \(expectation), got \(found)."
    case (.expected(let expectation, _), .editor):
      "The setting `\((["kale"] + path).joined(separator: "."))` must be \(expectation)."
    case (.word(let words, let found), .file):
      "`\(path.joined(separator: "."))` must be \(Self.list(words.map { "\"\($0)\"" })), got \(found)."
        + (Self.nearest(to: found, among: words).map { " Did you mean `\"\($0)\"`?" } ?? "")
    case (.word(let words, let found), .editor):
      "The setting `\((["kale"] + path).joined(separator: "."))` must be \(Self.list(words))."
        + (Self.nearest(to: found, among: words).map { " Did you mean `\($0)`?" } ?? "")
    case (.sentence(let sentence), .file): sentence
    case (.sentence(let sentence), .editor):
      "In the setting `\((["kale"] + path).joined(separator: "."))`: \(sentence)"
    }
  }

  private static func list(_ words: [String]) -> String {
    let isPair = words.count < 3
    return (isPair ? "" : "one of ") + words.map { "`\($0)`" }.joined(separator: isPair ? " or " : ", ")
  }

  /// The word that was meant: one with a slip, or a longer one.
  private static func nearest(to found: String, among words: [String]) -> String? {
    SpellingSuggestion.word(meantBy: found.filter { $0.isLetter || $0 == "-" }, among: words)
  }
}
