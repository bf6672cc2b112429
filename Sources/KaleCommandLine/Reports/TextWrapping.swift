import KaleWorkspace

/// Lines of a report for people, at most as wide as a terminal.
enum TextWrapping {
  /// Terminals are at least this wide.
  static let width = 80
  private static let indent = "    "

  /// Breaks lines that are too wide at spaces, and indents what follows.
  ///
  /// - Parameters:
  ///   - text: Findings as `kale-lsp check` prints them. The place of a finding, with its path, stays whole.
  ///   - width: The most columns of a line. The codes of colors take none.
  /// - Returns: The text, with the same words in the same order.
  static func wrapped(_ text: String, to width: Int = width) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { wrapped($0, width) }
      .joined(separator: "\n")
  }

  private static func wrapped(_ line: Substring, _ width: Int) -> String {
    guard columns(of: line) > width else { return String(line) }
    let place = line.firstRange(of: ": KALE")?.lowerBound ?? line.startIndex
    var words = line[place...].split(separator: " ", omittingEmptySubsequences: false)[...]
    var lines = ["\(line[..<place])\(words.popFirst() ?? "")"]
    var length = columns(of: lines[0][...])
    for word in words {
      let wordLength = columns(of: word)
      // At the start of a line, some words would be commands to the machines that run workflows.
      if length + 1 + wordLength <= width || Terminal.isWorkflowCommand(word) {
        lines[lines.count - 1] += " \(word)"
        length += 1 + wordLength
      } else {
        lines.append("\(indent)\(word)")
        length = indent.count + wordLength
      }
    }
    return lines.joined(separator: "\n")
  }

  /// How many columns a text takes: each character one, but for the codes of colors.
  private static func columns(of text: Substring) -> Int {
    var count = 0
    var isInCode = false
    for character in text {
      if character == "\u{1B}" { isInCode = true }
      if !isInCode { count += 1 }
      if isInCode, character == "m" { isInCode = false }
    }
    return count
  }
}
