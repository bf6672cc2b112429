/// What is wrong with a setting.
package struct SettingFault: Sendable, Hashable {
  /// The form in which a fault is reported.
  package enum Dialect: Sendable {
    case file, editor
  }

  enum Problem: Sendable, Hashable {
    /// The value must be something else than what it is.
    case expected(String, got: String)
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
    case (.sentence(let sentence), .file): sentence
    case (.sentence(let sentence), .editor):
      "In the setting `\((["kale"] + path).joined(separator: "."))`: \(sentence)"
    }
  }
}
