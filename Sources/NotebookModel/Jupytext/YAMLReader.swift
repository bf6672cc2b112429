import JSONSyntax

/// Reads the part of YAML that notebooks' headers are written in: maps and lists in block and flow notation, scalars plain,
/// in quotes and in blocks, comments. Anchors, aliases, tags and directives are not understood.
struct YAMLReader {
  /// Values nested deeper than this are not read.
  static let maximumDepth = 64

  /// What is not understood, and where.
  struct Problem: Error {
    var range: Range<Int>
    /// One sentence without a full stop.
    var message: String
  }

  /// A line and how far it is indented; after the dash of a list the rest counts as a line of its own.
  struct Line {
    var indentation: Int
    var content: ArraySlice<UInt8>
    /// The whole line, for scalars that keep what stands in front.
    var whole: ArraySlice<UInt8>
  }

  var lines: [Line]
  var index = 0
  /// The first line from `index` on that is not blank, as far as a value that goes on has looked for it.
  var contentIndex = 0

  /// Reads lines, which need not follow each other in their text.
  static func read(_ lines: [ArraySlice<UInt8>]) -> Result<TextNode?, Problem> {
    var reader = YAMLReader(lines)
    do throws(Problem) {
      guard reader.skipToContent() else { return .success(nil) }
      let node = try reader.node(depth: 0)
      if reader.skipToContent() {
        throw Problem(range: reader.contentRange, message: "unexpected line")
      }
      return .success(node)
    } catch {
      return .failure(error)
    }
  }

  private init(_ lines: [ArraySlice<UInt8>]) {
    self.lines = lines.map { line in
      let content = line.drop { $0 == 0x20 }
      return Line(indentation: content.startIndex - line.startIndex, content: content, whole: line)
    }
  }

  /// Goes to the next line that is neither blank nor a comment; false where there is none.
  mutating func skipToContent() -> Bool {
    while index < lines.count, lines[index].content.isBlank || lines[index].content.first == UInt8(ascii: "#")
    {
      index += 1
    }
    return index < lines.count
  }

  /// The bytes of the current line.
  var contentRange: Range<Int> {
    guard lines.indices.contains(index) else {
      let end = lines.last?.content.endIndex ?? 0
      return end..<end
    }
    let content = lines[index].content.trimmed
    return content.startIndex..<content.endIndex
  }

  /// The value that starts on the current line.
  mutating func node(depth: Int) throws(Problem) -> TextNode {
    guard depth < Self.maximumDepth else {
      throw Problem(range: contentRange, message: "the value is nested too deeply")
    }
    let line = lines[index]
    if Self.isDash(line.content) { return try list(indentation: line.indentation, depth: depth) }
    if try key(of: line.content) != nil { return try map(indentation: line.indentation, depth: depth) }
    let start = line.content
    return try scalar(start, parent: line.indentation - 1, depth: depth)
  }

  static func isDash(_ content: ArraySlice<UInt8>) -> Bool {
    guard content.first == UInt8(ascii: "-") else { return false }
    let next = content.dropFirst().first
    return next == nil || next == 0x20 || next == 0x09
  }

  private mutating func list(indentation: Int, depth: Int) throws(Problem) -> TextNode {
    var elements: [TextNode] = []
    let start = lines[index].content.startIndex
    var end = start + 1
    while skipToContent(), lines[index].indentation == indentation, Self.isDash(lines[index].content) {
      let dash = lines[index].content
      let rest = dash[dash.dropFirst().trimmedStart...]
      if rest.isEmpty || rest.first == UInt8(ascii: "#") {
        index += 1
        let place = dash.startIndex + 1
        elements.append(try nested(in: indentation, takesLists: false, place: place, depth: depth))
      } else {
        lines[index].indentation += rest.startIndex - dash.startIndex
        lines[index].content = rest
        elements.append(try node(depth: depth + 1))
      }
      end = max(dash.startIndex + 1, elements.last?.range.upperBound ?? 0)
    }
    try checkIndentation(indentation)
    return TextNode(range: start..<end, content: .list(elements), isBlock: true)
  }

  private mutating func map(indentation: Int, depth: Int) throws(Problem) -> TextNode {
    var members: [TextMember] = []
    let start = lines[index].content.startIndex
    while skipToContent(), lines[index].indentation == indentation {
      let content = lines[index].content
      guard let key = try key(of: content) else {
        throw Problem(range: contentRange, message: "expected a key and a colon")
      }
      let rest = content[content[key.end...].trimmedStart...]
      let value: TextNode
      if rest.isEmpty || rest.first == UInt8(ascii: "#") {
        index += 1
        value = try nested(in: indentation, takesLists: true, place: key.end, depth: depth)
      } else {
        value = try scalar(rest, parent: indentation, depth: depth)
      }
      members.append(TextMember(key: key.text, keyRange: key.range, value: value))
    }
    try checkIndentation(indentation)
    return TextNode(
      range: start..<max(start, members.last?.range.upperBound ?? start), content: .object(members),
      isBlock: true)
  }

  /// A line in the middle of a value must not be indented deeper than the others.
  private mutating func checkIndentation(_ indentation: Int) throws(Problem) {
    guard skipToContent(), lines[index].indentation > indentation else { return }
    throw Problem(range: contentRange, message: "unexpected indentation")
  }

  /// The value below a key or a dash; null where there is none.
  private mutating func nested(in indentation: Int, takesLists: Bool, place: Int, depth: Int) throws(Problem)
    -> TextNode
  {
    if skipToContent() {
      let line = lines[index]
      let isList = takesLists && line.indentation == indentation && Self.isDash(line.content)
      if line.indentation > indentation || isList { return try node(depth: depth + 1) }
    }
    return TextNode(range: place..<place, content: .scalar(.null))
  }

  /// The key at the start of a line, and where what follows its colon starts; nil for a line without.
  private func key(of content: ArraySlice<UInt8>) throws(Problem) -> (
    text: String, range: Range<Int>, end: Int
  )? {
    guard let first = content.first else { return nil }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      var cursor = YAMLCursor(content)
      guard let text = cursor.quoted() else { return nil }
      let range = content.startIndex..<cursor.offset
      let rest = content[cursor.offset...]
      let behind = rest[rest.trimmedStart...]
      guard Self.isColon(behind) else { return nil }
      return (text, range, behind.startIndex + 1)
    }
    if "[{|>".utf8.contains(first) { return nil }
    if "&*!%@`".utf8.contains(first) {
      throw Problem(
        range: content.startIndex..<content.startIndex + 1,
        message: "unsupported YAML syntax. Quote the text if it is meant literally")
    }
    var offset = content.startIndex
    while offset < content.endIndex {
      if content[offset] == UInt8(ascii: "#"), offset > content.startIndex, content[offset - 1] == 0x20 {
        return nil
      }
      if Self.isColon(content[offset...]) {
        let key = content[..<offset].trimmed
        return (key.string, key.startIndex..<key.endIndex, offset + 1)
      }
      offset += 1
    }
    return nil
  }

  /// Whether a line starts with a colon that ends a key.
  static func isColon(_ content: ArraySlice<UInt8>) -> Bool {
    guard content.first == UInt8(ascii: ":") else { return false }
    let next = content.dropFirst().first
    return next == nil || next == 0x20 || next == 0x09
  }
}
