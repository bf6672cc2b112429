/// What the argument parser says, so that it fits a terminal: the parser breaks all lines but those that show the usage.
package enum HelpText {
  /// The fewest columns of a terminal for which the parser can break lines.
  package static let leastWidth = 40

  /// Breaks the lines that show the usage between options, and indents what follows.
  package static func wrapped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let isUsage = line.lowercased().hasPrefix("usage: ")
      return isUsage && line.count > TextWrapping.width ? usage(line) : String(line)
    }.joined(separator: "\n")
  }

  private static func usage(_ line: Substring) -> String {
    var lines: [String] = []
    for word in words(line) {
      if let last = lines.last, last.count + 1 + word.count <= TextWrapping.width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append((lines.isEmpty ? "" : indent) + word)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static let indent = "         "

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
