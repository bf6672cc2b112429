/// Text for a hover, written once and shown as Markdown or as plain text.
struct RichText {
  private(set) var markdown = ""
  private(set) var plain = ""

  /// Adds a heading line: a name in code and what it is.
  mutating func addHeading(_ name: String, _ rest: String) {
    addLine(markdown: "**\(Self.code(name))**" + (rest.isEmpty ? "" : " \(rest)"), plain: "\(name) \(rest)")
    markdown += "\n"
  }

  /// Adds a line of prose in which backquotes mark code.
  mutating func addLine(_ text: String) {
    addLine(markdown: text, plain: text.filter { $0 != "`" })
    markdown += "\n"
  }

  /// Adds a list item: what it is, and its parts; nothing where there are no parts.
  mutating func addItem(_ title: String, _ parts: [(name: String, note: String)]) {
    guard !parts.isEmpty else { return }
    let shown = parts.map { part in
      (markdown: Self.code(part.name) + part.note, plain: part.name + part.note)
    }
    addLine(
      markdown: "- \(title): " + shown.map(\.markdown).joined(separator: ", "),
      plain: "\(title): " + shown.map(\.plain).joined(separator: ", "))
  }

  private mutating func addLine(markdown: String, plain: String) {
    self.markdown += markdown + "\n"
    self.plain += plain + "\n"
  }

  /// Code in Markdown, fenced by more backquotes than it holds; on one line.
  private static func code(_ text: String) -> String {
    let line = String(text.map { $0.isNewline ? " " : $0 })
    var longest = 0
    var run = 0
    for character in line {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let space = longest > 0 ? " " : ""
    return fence + space + line + space + fence
  }
}
