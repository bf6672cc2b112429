/// A fault of a setting.
package struct NotebookSettingFault: Sendable, Hashable {
  /// The keys that lead to the value, below `kale_lsp`.
  package var path: [String]
  /// What is wrong, as a sentence without its period.
  package var reason: String
  /// Whether kale-lsp knows no setting of that name.
  package var isUnknownKey = false

  init(path: [String], reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Creates the fault of an unknown key, given the known ones.
  init(unknown key: String, at path: [String], among keys: [String]) {
    let nearest = SpellingSuggestion.nearest(to: key, among: keys)
    let remedy =
      nearest.map { "Use `\($0)`" } ?? "Use one of \(keys.map { "`\($0)`" }.joined(separator: ", "))"
    self.init(path: path + [key], reason: "unknown setting `\(key)`. \(remedy)")
    isUnknownKey = true
  }
}
