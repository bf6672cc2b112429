/// Lines of a report for people, at most as wide as a terminal.
enum TextWrapping {
  /// Terminals are at least this wide.
  static let width = 80
  private static let indent = "    "

  /// Breaks lines that are too wide at spaces, and indents what follows.
  ///
  /// - Parameter text: Findings as `kale-lsp check` prints them. The place of a finding, with its path, stays whole.
  /// - Returns: The text, with the same words in the same order.
  static func wrapped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(wrapped).joined(separator: "\n")
  }

  private static func wrapped(_ line: Substring) -> String {
    guard line.count > width else { return String(line) }
    let place = line.firstRange(of: ": KALE")?.lowerBound ?? line.startIndex
    var words = line[place...].split(separator: " ", omittingEmptySubsequences: false)[...]
    var lines = ["\(line[..<place])\(words.popFirst() ?? "")"]
    var length = lines[0].count
    for word in words {
      if length + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
        length += 1 + word.count
      } else {
        lines.append("\(indent)\(word)")
        length = indent.count + word.count
      }
    }
    return lines.joined(separator: "\n")
  }
}
