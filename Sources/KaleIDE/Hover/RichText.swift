import KaleAnalysis

/// Text for a hover, written once and shown as Markdown or as plain text. It does not end in a line break.
package struct RichText: Sendable, Hashable {
  /// The text in Markdown.
  package private(set) var markdown = ""
  /// The text without marks.
  package private(set) var plain = ""

  /// A text of one line of prose, with backquotes around code.
  package init(line: String) { addLine(line) }

  init() {}

  var isEmpty: Bool { plain.isEmpty }

  /// Adds a heading line: a name in code and what it is, with backquotes around code.
  mutating func addHeading(_ name: String, _ rest: String) {
    addBlock(markdown: "**\(Self.code(name))**: \(rest)", plain: "\(name): \(rest.withoutBackticks)")
  }

  /// Adds a line of prose, with backquotes around code.
  mutating func addLine(_ text: String) {
    addBlock(markdown: text, plain: text.withoutBackticks)
  }

  /// Adds a list item: what it is, and the first of its parts; nothing where there are no parts. A name is code, a note prose
  /// with backquotes around code.
  mutating func addItem(_ title: String, _ parts: [(name: String, note: String)]) {
    addItem(
      title,
      parts.prefix(ShownNames.Limit.card).map {
        (Self.code($0.name) + $0.note, $0.name + $0.note.withoutBackticks)
      },
      of: parts.count)
  }

  /// Adds a list item of prose, with backquotes around code.
  mutating func addItem(_ title: String, prose parts: [String]) {
    addItem(
      title, parts.prefix(ShownNames.Limit.card).map { ($0, $0.withoutBackticks) }, of: parts.count)
  }

  private mutating func addItem(_ title: String, _ shown: [(markdown: String, plain: String)], of count: Int)
  {
    guard !shown.isEmpty else { return }
    let rest = shown.count < count ? " and \(count - shown.count) more" : ""
    let item = "- \(title): " + shown.map(\.markdown).joined(separator: ", ") + rest
    // Items of one list stand without blank lines between them.
    markdown += (markdown.isEmpty ? "" : isAtItem ? "\n" : "\n\n") + item
    isAtItem = true
    addPlainLine("\(title): " + shown.map(\.plain).joined(separator: ", ") + rest)
  }

  /// Adds another text after a line.
  mutating func append(_ other: RichText) {
    addBlock(markdown: "---\n\n" + other.markdown, plain: "\n" + other.plain)
  }

  private var isAtItem = false

  private mutating func addBlock(markdown block: String, plain line: String) {
    markdown += (markdown.isEmpty ? "" : "\n\n") + block
    isAtItem = false
    addPlainLine(line)
  }

  private mutating func addPlainLine(_ line: String) {
    plain += (plain.isEmpty ? "" : "\n") + line
  }

  /// A text of the person's as code in Markdown, fenced by more backquotes than it holds; on one line.
  static func code(_ text: String) -> String {
    let line = TextTable.printable(String(text.map { $0.isNewline ? " " : $0 }))
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
