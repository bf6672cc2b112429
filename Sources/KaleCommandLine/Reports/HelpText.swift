/// What the argument parser says, so that it fits a terminal: the parser breaks all lines but those that show the usage and
/// those about an error.
package enum HelpText {
  /// The fewest columns of a terminal for which the parser can break lines.
  package static let leastWidth = 40

  /// Breaks the lines that show the usage between options, and indents what follows.
  ///
  /// - Parameters:
  ///   - text: What the parser says.
  ///   - breaksErrors: Whether to break lines about an error as well, between words. A script looks for whole sentences.
  /// - Returns: The text with shorter lines.
  package static func wrapped(_ text: String, breaksErrors: Bool = false) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.count > TextWrapping.width else { return String(line) }
      if line.lowercased().hasPrefix("usage: ") {
        return broken(words(line.dropFirst(7)), after: String(line.prefix(7)), indent: 9)
      }
      let label = breaksErrors ? ["kale-lsp: ", "Help:  "].first(where: line.hasPrefix) : nil
      return label.map { broken(words(line.dropFirst($0.count)), after: $0) } ?? String(line)
    }.joined(separator: "\n")
  }

  private static func broken(_ words: [String], after label: String, indent: Int? = nil) -> String {
    let indent = String(repeating: " ", count: indent ?? label.count)
    var lines = [label]
    for word in words {
      let last = lines[lines.count - 1]
      let space = last.hasSuffix(" ") ? "" : " "
      if last.count + space.count + word.count <= TextWrapping.width {
        lines[lines.count - 1] = last + space + word
      } else {
        lines.append(indent + word)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The words of a line. What is between brackets is one word.
  private static func words(_ line: Substring) -> [String] {
    var words: [String] = []
    var depth = 0
    for part in line.split(separator: " ") {
      if depth > 0, let last = words.popLast() {
        words.append("\(last) \(part)")
      } else {
        words.append(String(part))
      }
      depth += part.count { $0 == "[" } - part.count { $0 == "]" }
    }
    return words
  }
}
