import KaleAnalysis
import NotebookModel

/// A heading in a Markdown cell.
struct Heading: Sendable, Hashable {
  /// 1 for the largest, to 6.
  let level: Int
  /// Its text, without marks.
  let text: String

  /// Returns the headings of a Markdown cell, in order.
  static func headings(in markdown: String) -> [Heading] {
    var isFenced = false
    var headings: [Heading] = []
    // The lines of the paragraph so far.
    var paragraph: [Substring] = []
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("```") || line.hasPrefix("~~~") { isFenced.toggle() }
      if isFenced { continue }
      if let heading = Heading(line) ?? Heading(paragraph, underline: line) {
        headings.append(heading)
        paragraph = []
      } else if line.allSatisfy(\.isWhitespace) {
        paragraph = []
      } else {
        paragraph.append(line)
      }
    }
    return headings
  }

  /// A line with a line of `=` or `-` below it. Longer paragraphs above such a line are seldom meant as headings.
  private init?(_ paragraph: [Substring], underline: Substring) {
    let marks = underline.trimmed
    guard paragraph.count == 1, let sign = marks.first, sign == "=" || sign == "-",
      marks.allSatisfy({ $0 == sign }), !"|>-*+".contains(paragraph[0].first ?? "|")
    else { return nil }
    let text = Self.plain(paragraph[0])
    guard !text.isEmpty else { return nil }
    (level, self.text) = (sign == "=" ? 1 : 2, text)
  }

  private init?(_ line: Substring) {
    if line.hasPrefix("#") {
      let marks = line.prefix { $0 == "#" }.count
      let text = Self.plain(line.dropFirst(marks))
      guard marks <= 6, !text.isEmpty else { return nil }
      (level, self.text) = (marks, text)
    } else if line.lowercased().hasPrefix("<h"), let digit = line.dropFirst(2).first?.wholeNumberValue,
      (1...6).contains(digit)
    {
      let text = Self.plain(line)
      guard !text.isEmpty else { return nil }
      (level, self.text) = (digit, text)
    } else {
      return nil
    }
  }

  /// The text without tags of HTML, targets of links and the signs of Markdown.
  private static func plain(_ text: Substring) -> String {
    var result = ""
    var depth = 0
    var isTarget = false
    var previous: Character = " "
    for character in text {
      if character == "<" { depth += 1 }
      if character == "(", previous == "]" { isTarget = true }
      if depth == 0, !isTarget, !"*`[]#".contains(character) { result.append(character) }
      if character == ">" { depth = max(0, depth - 1) }
      if character == ")" { isTarget = false }
      previous = character
    }
    return result.trimmed
  }

  /// The name of a step that its words make; nil if they make none.
  var stepName: String? {
    let text = Self.withoutNumber(Self.decoded(self.text))
    var words = text.replacing("'", with: "").replacing("’", with: "").split { !$0.isLetter && !$0.isNumber }
      .map { $0.lowercased() }
    // What counts headings says nothing: "2.1 Training", "Part 3: Training".
    if let first = words.first, HeadingWordTable.counted.contains(first), words.count > 2,
      words[1].allSatisfy(\.isNumber) || words[1].count == 1
    {
      words.removeFirst(2)
    }
    words = Array(words.drop { $0.allSatisfy(\.isNumber) })
    let telling = words.filter { !HeadingWordTable.fillers.contains($0) }
    let chosen = (telling.isEmpty ? words : telling).prefix(Self.mostWords)
    return StepName.suggestion(for: chosen.joined(separator: "_"))
  }

  private static let mostWords = 3

  /// The text without the entities of HTML.
  private static func decoded(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return ["&amp;", "&nbsp;", "&lt;", "&gt;", "&quot;"].reduce(text) { $0.replacing($1, with: " ") }
  }

  /// The text without a letter or a Roman number in front, `IV.` or `(a)`; plain numbers are no words anyway.
  private static func withoutNumber(_ text: String) -> String {
    let start = text.drop { $0 == "(" || $0 == " " }
    let number = start.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let rest = start.dropFirst(number.count)
    guard let sign = rest.first, ".)".contains(sign), rest.dropFirst().first == " ",
      number.count == 1 || number.allSatisfy({ "IVXivx".contains($0) }), rest.contains(where: \.isLetter)
    else { return text }
    return String(rest.dropFirst())
  }
}
