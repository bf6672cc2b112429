/// Joins the lines of a run into few texts, none of which is long: an editor that got each line in a message of its own
/// would be busy with the messages alone.
struct JoinedLines {
  /// No text has more bytes.
  static let longestText = 1 << 16
  private static let mark = " … (line truncated)"

  private var text: String?

  /// Adds a line. Returns the lines before it where it does not fit after them.
  mutating func add(_ line: String) -> String? {
    let line = Self.shortened(line)
    // Not held in a variable, of which appending would make a copy.
    let length = text.map(\.utf8.count)
    if let length, length + 1 + line.utf8.count <= Self.longestText {
      text?.append("\n" + line)
      return nil
    }
    defer { text = line }
    return text
  }

  /// Returns the lines that were added since the last text was returned; nil where there are none.
  mutating func take() -> String? {
    defer { text = nil }
    return text
  }

  /// Cuts a line that is longer than a text may be.
  static func shortened(_ line: String) -> String {
    guard line.utf8.count > longestText else { return line }
    var end = line.utf8.index(line.startIndex, offsetBy: longestText - mark.utf8.count)
    // Not inside a character's bytes.
    while line.utf8[end] & 0xC0 == 0x80 { end = line.utf8.index(before: end) }
    return line[..<end] + mark
  }
}
