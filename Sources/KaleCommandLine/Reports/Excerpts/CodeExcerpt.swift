import KaleRules
import KaleWorkspace
import NotebookModel
import SourceText

/// The code around a place, with carets below it, and above the code of a cell its tags.
struct CodeExcerpt {
  /// The tags of a cell as one line, and the bytes of the one that is marked.
  private struct TagLine {
    var text = "tags: "
    var mark: Range<Int>?

    init(_ cell: NotebookCell, marking marked: TagIndex?) {
      for (position, index) in cell.tags.indices.enumerated() {
        if position > 0 { text += ", " }
        let start = text.utf8.count
        text += cell.tags[index].shown
        if index == marked { mark = start..<text.utf8.count }
      }
    }
  }

  private let source: SourceText
  /// The marked bytes; nil where only the tags are marked.
  private let range: Range<Int>?
  /// The lines that are shown, from 0.
  private let shownLines: Range<Int>
  private let tags: TagLine?

  private static let context = 2
  /// Of a longer part, the first and the last lines are shown.
  private static let mostMarkedLines = 7
  private static let usualWidth = 120

  /// Creates the excerpt of a place; nil for a place that has no code to show.
  init?(of place: NotebookPlace, in document: any NotebookText) {
    guard document is IpynbDocument, let index = place.cell,
      document.notebook.cells.indices.contains(index)
    else {
      if place == .notebook { return nil }
      self.init(document.text, document.fileRange(of: place), tags: nil)
      return
    }
    let cell = document.notebook.cells[index]
    switch place {
    case .source(_, let range): self.init(cell.source, range, tags: nil)
    case .tag(_, let tag): self.init(cell.source, nil, tags: TagLine(cell, marking: tag))
    default:
      let first = cell.source.contentRange(ofLine: 0) ?? 0..<0
      let tags = cell.tags.indices.isEmpty ? nil : TagLine(cell, marking: nil)
      if first.isEmpty, tags == nil { return nil }
      self.init(cell.source, first.isEmpty ? nil : first, tags: tags)
    }
  }

  private init(_ source: SourceText, _ range: Range<Int>?, tags: TagLine?) {
    self.source = source
    self.range = range
    self.tags = tags
    if let range {
      let first = source.line(containing: range.lowerBound)
      let last = max(first, source.line(containing: max(range.lowerBound, range.upperBound - 1)))
      let start = max(0, first - Self.context)
      shownLines = start..<min(source.lineCount, last + 1 + Self.context)
    } else {
      shownLines = 0..<(source.utf8.isEmpty ? 0 : min(source.lineCount, Self.context))
    }
  }

  /// The columns of the largest line number.
  var gutterWidth: Int { max(1, String(shownLines.upperBound).utf8.count) }

  /// Returns the lines of the excerpt.
  func lines(_ style: ReportStyle) -> [String] {
    let bar = style.text("\(padding) |", .gutter)
    var result = [bar]
    let room = max(24, (style.width ?? Self.usualWidth) - gutterWidth - 3)
    if let tags {
      let line = DisplayedLine(Array(tags.text.utf8)[...], marking: tags.mark, width: room)
      result.append("\(bar) \(line.text)")
      if let mark = line.mark { result.append("\(bar) \(carets(mark, style))") }
    }
    result += isLong ? blockLines(bar, room, style) : codeLines(bar, room, style)
    result.append(bar)
    return result
  }

  private var padding: String { String(repeating: " ", count: gutterWidth) }

  /// Whether the marked part goes over several lines.
  private var isLong: Bool {
    guard let range else { return false }
    return source.line(containing: range.lowerBound)
      < source.line(containing: max(range.lowerBound, range.upperBound - 1))
  }

  private func number(_ line: Int, _ style: ReportStyle) -> String {
    let number = String(line + 1)
    let padding = String(repeating: " ", count: max(0, gutterWidth - number.utf8.count))
    return style.text("\(padding)\(number) |", .gutter)
  }

  private func carets(_ mark: Range<Int>, _ style: ReportStyle) -> String {
    String(repeating: " ", count: mark.lowerBound)
      + style.text(String(repeating: "^", count: max(1, mark.count)), .severity(.error))
  }

  private func codeLines(_ bar: String, _ room: Int, _ style: ReportStyle) -> [String] {
    visibleLines.flatMap { number -> [String] in
      let content = source.contentRange(ofLine: number) ?? 0..<0
      let isMarked = range.map { source.line(containing: $0.lowerBound) == number } ?? false
      let line = DisplayedLine(
        source.utf8[content], marking: isMarked ? range : nil, width: room)
      let code = "\(self.number(number, style)) \(line.text)".withoutTrailingSpaces
      return [code] + (line.mark.map { ["\(bar) \(carets($0, style))"] } ?? [])
    }
  }

  /// The lines around the marked ones, without blank ones at the ends.
  private var visibleLines: Range<Int> {
    guard let range else { return shownLines }
    let first = source.line(containing: range.lowerBound)
    let last = source.line(containing: max(range.lowerBound, range.upperBound - 1))
    var (start, end) = (shownLines.lowerBound, shownLines.upperBound)
    while start < first, isBlank(start) { start += 1 }
    while end > last + 1, isBlank(end - 1) { end -= 1 }
    return start..<end
  }

  private func isBlank(_ line: Int) -> Bool {
    let content = source.contentRange(ofLine: line) ?? 0..<0
    return source.utf8[content].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  // MARK: - Several lines

  /// The code with a line at the side of the marked part, and a caret at its end.
  private func blockLines(_ bar: String, _ room: Int, _ style: ReportStyle) -> [String] {
    guard let range else { return [] }
    let first = source.line(containing: range.lowerBound)
    let last = source.line(containing: max(range.lowerBound, range.upperBound - 1))
    var result: [String] = []
    for line in visibleLines {
      let isMiddle = line > first + Self.mostMarkedLines / 2 && line < last - 1
      if last - first >= Self.mostMarkedLines, isMiddle {
        if line == first + Self.mostMarkedLines / 2 + 1 { result.append("\(padding) ...") }
        continue
      }
      let content = source.contentRange(ofLine: line) ?? 0..<0
      let shown = DisplayedLine(
        source.utf8[content], marking: line == last ? max(content.lowerBound, 0)..<range.upperBound : nil,
        width: room - 2)
      let side = line == first ? "/" : line > first && line <= last ? "|" : " "
      result.append(
        "\(number(line, style)) \(style.text(side, .severity(.error))) \(shown.text)".withoutTrailingSpaces)
      if let mark = shown.mark {
        let end = "|" + String(repeating: "_", count: max(1, mark.upperBound)) + "^"
        result.append("\(bar) \(style.text(end, .severity(.error)))")
      }
    }
    return result
  }
}

extension NotebookTag {
  /// The tag as a report shows it.
  var shown: String {
    switch self {
    case .text(let text): Terminal.printable(text)
    case .other(let value): String(decoding: value.serialized(), as: UTF8.self)
    }
  }
}

extension String {
  /// The line without spaces at its end.
  var withoutTrailingSpaces: String {
    utf8.lastIndex { $0 != UInt8(ascii: " ") }.map { String(self[...$0]) } ?? ""
  }
}
