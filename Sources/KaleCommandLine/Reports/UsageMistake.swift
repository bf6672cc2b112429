import KaleAnalysis

/// What the argument parser says of a mistake in a command line, shortened to what is wrong and what was meant.
package enum UsageMistake {
  /// What options are called that other tools have under other names.
  private static let optionsElsewhere = [
    "--add-noqa": "--add-ignore", "--format": "--output-format", "--isolated": "--no-config",
    "--output": "--output-file",
  ]

  /// Rewrites the first sentence if it is about an unknown option or an invalid value.
  ///
  /// - Parameters:
  ///   - text: What the parser says.
  ///   - help: The help of the command, in which its options are.
  /// - Returns: The text in the words of this program.
  package static func described(_ text: String, help: () -> String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first else { return text }
    if let (value, option) = invalidValue(in: first) {
      let end = lines.firstIndex { $0.hasPrefix("Help:") || $0.hasPrefix("Usage:") } ?? lines.count
      let words = words(in: lines[..<end])
      guard !words.isEmpty else { return text }
      let meant = SpellingSuggestion.word(meantBy: value, among: words)
      let remedy =
        meant.map { "Did you mean `\($0)`?" } ?? "Use \(words.map { "`\($0)`" }.joined(separator: ", "))."
      lines.replaceSubrange(..<end, with: ["kale-lsp: `\(value)` is not a value of `\(option)`. \(remedy)"])
      lines.removeAll { $0.hasPrefix("Help:") }
    } else if let option = unknownOption(in: first) {
      let options = Set(help().matches(of: /--[a-z][a-z-]+/).map { String($0.0) })
      let meant = self.option(meantBy: option, among: options)
      lines[0] =
        "kale-lsp: Unknown option `\(option)`." + (meant.map { " Did you mean `\($0)`?" } ?? "")
    }
    return lines.joined(separator: "\n")
  }

  private static func option(meantBy option: String, among options: Set<String>) -> String? {
    if let other = optionsElsewhere[option], options.contains(other) { return other }
    let longer = options.filter { $0.hasPrefix(option + "-") }
    return SpellingSuggestion.nearest(to: option, among: options) ?? (longer.count == 1 ? longer.first : nil)
  }

  private static func unknownOption(in line: String) -> String? {
    line.firstMatch(of: /^kale-lsp: Unknown option '(.*?)'/).map { String($0.1) }
  }

  private static func invalidValue(in line: String) -> (value: String, option: String)? {
    line.firstMatch(of: /^kale-lsp: The value '(.*)' is invalid for '(--[\w-]+).*'\. Please provide one of/)
      .map { (String($0.1), String($0.2)) }
  }

  /// The words that a value may be: quoted in one line, or each in a line of its own.
  private static func words(in lines: ArraySlice<String>) -> [String] {
    let listed = lines.dropFirst().compactMap { $0.firstMatch(of: /^  - (.+)$/).map { String($0.1) } }
    guard listed.isEmpty, let list = lines.first?.firstRange(of: "Please provide one of"),
      let rest = lines.first?[list.upperBound...]
    else { return listed }
    return rest.matches(of: /'(.*?)'/).map { String($0.1) }
  }
}
