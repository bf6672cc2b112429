import JSONSyntax

/// Values that are not made of lines of their own: plain text, text in quotes, text in blocks, flow notation.
extension YAMLReader {
  /// The value that starts at `start` on the current line and may go on in lines indented deeper than `parent`.
  mutating func scalar(_ start: ArraySlice<UInt8>, parent: Int, depth: Int) throws(Problem) -> TextNode {
    switch start.first {
    case UInt8(ascii: "|"), UInt8(ascii: ">"): return try blockText(start, parent: parent)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "["), UInt8(ascii: "{"):
      return try flow(start, parent: parent, depth: depth)
    case .some(let byte) where "&*!%@`".utf8.contains(byte):
      throw Problem(
        range: start.startIndex..<start.startIndex + 1,
        message: "unsupported YAML syntax. Quote the text if it is meant literally")
    default: return try plain(start, parent: parent)
    }
  }

  /// The lines of a value that goes on: each without its indentation, blank ones empty.
  private mutating func continuation(parent: Int) -> ArraySlice<UInt8>? {
    guard index < lines.count else { return nil }
    contentIndex = max(contentIndex, index)
    while contentIndex < lines.count, lines[contentIndex].content.isBlank { contentIndex += 1 }
    guard contentIndex < lines.count, lines[contentIndex].indentation > parent else { return nil }
    defer { index += 1 }
    return lines[index].content
  }

  private mutating func plain(_ start: ArraySlice<UInt8>, parent: Int) throws(Problem) -> TextNode {
    index += 1
    let (first, isEnded) = Self.withoutComment(start)
    var bytes = Array(first)
    var end = first.endIndex
    var blanks = 0
    var isLast = isEnded
    while !isLast, let line = continuation(parent: parent) {
      if line.isBlank {
        blanks += 1
        continue
      }
      if line.first == UInt8(ascii: "#") { break }
      let (text, isEnded) = Self.withoutComment(line)
      if let colon = text.indices.first(where: { Self.isColon(text[$0...]) }) {
        throw Problem(
          range: colon..<colon + 1, message: "unexpected colon followed by a space. Quote the text")
      }
      bytes += blanks == 0 ? [0x20] : Array(repeating: 0x0A, count: blanks)
      blanks = 0
      bytes += text
      end = text.endIndex
      isLast = isEnded
    }
    let value = bytes.count == first.count ? YAMLScalar.value(of: first.string) : .string(bytes[...].string)
    return TextNode(range: first.startIndex..<end, content: .scalar(value))
  }

  /// A line up to a comment, and whether there is one.
  static func withoutComment(_ line: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, isEnded: Bool) {
    let comment = line.indices.first { offset in
      line[offset] == UInt8(ascii: "#") && offset > line.startIndex
        && (line[offset - 1] == 0x20 || line[offset - 1] == 0x09)
    }
    return (line[..<(comment ?? line.endIndex)].trimmed, comment != nil)
  }

  /// Text in a block after `|` or `>`.
  private mutating func blockText(_ start: ArraySlice<UInt8>, parent: Int) throws(Problem) -> TextNode {
    index += 1
    let (header, _) = Self.withoutComment(start)
    let isFolded = header.first == UInt8(ascii: ">")
    guard
      header.dropFirst().allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") })
    else {
      throw Problem(
        range: start.startIndex..<header.endIndex, message: "unexpected text at the end of the line")
    }
    let given = header.first { $0.isASCIIDigit }.map { Int($0) - 0x30 }
    var indentation = given.map { max(parent, 0) + $0 }
    var texts: [ArraySlice<UInt8>] = []
    var end = header.endIndex
    while index < lines.count {
      let line = lines[index]
      if line.content.isBlank {
        texts.append(line.whole.dropFirst(min(line.whole.count, indentation ?? .max)))
      } else {
        guard line.indentation > parent, line.indentation >= indentation ?? 0 else { break }
        if indentation == nil { indentation = line.indentation }
        texts.append(line.whole.dropFirst(indentation ?? 0))
        end = line.whole.endIndex
      }
      index += 1
    }
    var trailing = 0
    while texts.last?.isBlank == true {
      texts.removeLast()
      trailing += 1
    }
    var text = isFolded ? Self.folded(texts) : texts.map(\.string).joined(separator: "\n")
    if header.contains(UInt8(ascii: "+")) {
      text += String(repeating: "\n", count: trailing + 1)
    } else if !header.contains(UInt8(ascii: "-")), !texts.isEmpty {
      text += "\n"
    }
    return TextNode(range: start.startIndex..<end, content: .scalar(.string(text)))
  }

  private static func folded(_ lines: [ArraySlice<UInt8>]) -> String {
    var text = ""
    var breaks = 0
    var isIndentedBefore = true
    for line in lines {
      guard !line.isEmpty else {
        breaks += 1
        continue
      }
      let isIndented = line.first == 0x20 || line.first == 0x09
      if !text.isEmpty {
        let keepsBreak = isIndented || isIndentedBefore
        text +=
          breaks == 0 && !keepsBreak ? " " : String(repeating: "\n", count: breaks + (keepsBreak ? 1 : 0))
      } else {
        text += String(repeating: "\n", count: breaks)
      }
      text += line.string
      breaks = 0
      isIndentedBefore = isIndented
    }
    return text
  }

  /// Text in quotes, a list in brackets or a map in braces, over as many lines as it takes.
  private mutating func flow(_ start: ArraySlice<UInt8>, parent: Int, depth: Int) throws(Problem) -> TextNode
  {
    index += 1
    var cursor = YAMLCursor(start)
    while true {
      var attempt = cursor
      switch attempt.value(depth: depth) {
      case .value(let node):
        let rest = attempt.rest.trimmed
        guard rest.isEmpty || rest.first == UInt8(ascii: "#") else {
          throw Problem(
            range: rest.startIndex..<rest.endIndex, message: "unexpected text at the end of the line")
        }
        return node
      case .broken(let problem): throw problem
      case .unfinished:
        // Lines come one by one; read from the start again with twice as many, so that the work stays linear.
        var added = 0
        let wanted = max(1, cursor.lineCount)
        while added < wanted, let line = continuation(parent: parent) {
          cursor.append(line)
          added += 1
        }
        guard added > 0 else {
          throw Problem(range: start.startIndex..<start.endIndex, message: "the value is not closed")
        }
      }
    }
  }
}
