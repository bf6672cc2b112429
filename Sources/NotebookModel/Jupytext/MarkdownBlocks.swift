/// Follows the blocks of a Markdown text line by line, as far as it takes to tell which fenced blocks stand at the top.
struct MarkdownBlocks {
  struct Fence {
    var fence: MarkdownFences.Fence
    var indentation: Int
  }

  enum Line {
    /// A fenced block at the top starts here, with what follows its sign.
    case openedFence(Fence, info: ArraySlice<UInt8>)
    /// MyST's `+++`, with what follows it.
    case blockBreak(ArraySlice<UInt8>)
    case other
  }

  private var fence: MarkdownFences.Fence?
  /// How deep the content of the list is indented that the text is in.
  private var listIndentation: Int?
  /// What ends the HTML that the text is in; empty for a blank line.
  private var htmlEnd: String?

  mutating func read(_ line: ArraySlice<UInt8>) -> Line {
    if line.isBlank {
      if htmlEnd == "" { htmlEnd = nil }
      return .other
    }
    let content = line.drop { $0 == 0x20 }
    let indentation = content.startIndex - line.startIndex
    if let list = listIndentation, indentation < list {
      // A list is over with the first line that stands too far left; what was open in it is closed.
      listIndentation = nil
      fence = nil
    }
    if let open = fence {
      let inside = listIndentation.map { line.dropFirst(min($0, indentation)) } ?? line
      if open.isClosed(by: inside) { fence = nil }
      return .other
    }
    if let end = htmlEnd {
      if !end.isEmpty, line.firstPlace(of: end) != nil { htmlEnd = nil }
      return .other
    }
    guard indentation - (listIndentation ?? 0) <= 3 else { return .other }
    if let opening = MarkdownFences.Fence(opening: content) {
      fence = opening
      guard listIndentation == nil else { return .other }
      let info = content.drop { $0 == opening.sign }.trimmed
      return .openedFence(Fence(fence: opening, indentation: indentation), info: info)
    }
    if listIndentation == nil, let rest = Self.blockBreak(content) { return .blockBreak(rest) }
    if let width = Self.listMarkerWidth(content) {
      listIndentation = indentation + width
      let inside = content.dropFirst(width)
      if let opening = MarkdownFences.Fence(opening: inside) { fence = opening }
      return .other
    }
    htmlEnd = Self.htmlEnd(of: content)
    return .other
  }

  /// The line that closes the block that has just been opened; the end of the text where none does.
  mutating func skipFence(from start: Int, in text: TextLines) -> Int {
    guard let open = fence else { return start }
    fence = nil
    return (start..<max(start, text.count)).first { open.isClosed(by: text[$0]) } ?? text.count
  }

  /// What follows three or more plus signs, with spaces between them or without.
  private static func blockBreak(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard line.first == UInt8(ascii: "+") else { return nil }
    let signs = line.prefix { $0 == UInt8(ascii: "+") || $0 == 0x20 || $0 == 0x09 }
    guard signs.count(where: { $0 == UInt8(ascii: "+") }) >= 3 else { return nil }
    return line[signs.endIndex...].trimmed
  }

  /// The bytes up to the content of a list's item that starts here; nil for another line.
  private static func listMarkerWidth(_ line: ArraySlice<UInt8>) -> Int? {
    let digits = line.prefix(10).prefix { $0.isASCIIDigit }
    let sign = line[digits.endIndex...].first
    guard let sign, digits.count <= 9, (digits.isEmpty ? "-+*" : ".)").utf8.contains(sign) else { return nil }
    let rest = line[(digits.endIndex + 1)...]
    let spaces = rest.prefix { $0 == 0x20 }.count
    guard spaces > 0 || rest.isEmpty else { return nil }
    return digits.count + 1 + ((1...4).contains(spaces) ? spaces : 1)
  }

  private static func htmlEnd(of line: ArraySlice<UInt8>) -> String? {
    guard line.first == UInt8(ascii: "<") else { return nil }
    for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")] where line.hasPrefix(start) {
      return line.dropFirst(start.utf8.count).firstPlace(of: end) == nil ? end : nil
    }
    let name = line.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix {
      $0.isASCIILetter || $0.isASCIIDigit
    }
    let tag = name.string.lowercased()
    if ["script", "pre", "style", "textarea"].contains(tag), line.dropFirst().first != UInt8(ascii: "/") {
      return line.firstPlace(of: "</\(tag)>") == nil ? "</\(tag)>" : nil
    }
    return blockTags.contains(tag) ? "" : nil
  }

  private static let blockTags: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl",
    "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hr",
    "html", "iframe", "li", "link", "main", "menu", "nav", "ol", "p", "param", "section", "summary", "table",
    "tbody",
    "td", "tfoot", "th", "thead", "title", "tr", "ul",
  ]
}
