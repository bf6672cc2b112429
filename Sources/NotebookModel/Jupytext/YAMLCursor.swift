import JSONSyntax

/// Reads text in quotes and flow notation, which mind line breaks little.
struct YAMLCursor {
  enum Outcome {
    case value(TextNode)
    /// The lines end within the value.
    case unfinished
    case broken(YAMLReader.Problem)
  }

  private struct Stop: Error {
    var problem: YAMLReader.Problem?
  }

  private var lines: [ArraySlice<UInt8>]
  private var line = 0
  /// Where the next byte stands in the text.
  private(set) var offset: Int

  init(_ line: ArraySlice<UInt8>) {
    lines = [line]
    offset = line.startIndex
  }

  var lineCount: Int { lines.count }

  /// Adds a line without its indentation.
  mutating func append(_ line: ArraySlice<UInt8>) { lines.append(line) }

  /// What is left of the current line, or of the first one after it with anything on it.
  var rest: ArraySlice<UInt8> {
    let current = lines[line][offset...]
    return current.isBlank ? lines[(line + 1)...].first { !$0.isBlank } ?? current : current
  }

  /// The value at the current place.
  mutating func value(depth: Int) -> Outcome {
    do throws(Stop) {
      return .value(try node(depth: depth))
    } catch {
      return error.problem.map(Outcome.broken) ?? .unfinished
    }
  }

  /// Text in quotes on one line; nil where it does not end there.
  mutating func quoted() -> String? {
    do throws(Stop) {
      return try quotedText()
    } catch {
      return nil
    }
  }

  private var byte: UInt8? { offset < lines[line].endIndex ? lines[line][offset] : nil }

  private func broken(_ message: String) -> Stop {
    Stop(problem: YAMLReader.Problem(range: offset..<min(offset + 1, lines[line].endIndex), message: message))
  }

  private mutating func nextLine() throws(Stop) {
    guard line + 1 < lines.count else { throw Stop() }
    line += 1
    offset = lines[line].startIndex
  }

  /// Goes over white space, line breaks and comments.
  private mutating func skipSpaces() throws(Stop) {
    while true {
      if let byte {
        if byte == UInt8(ascii: "#"), offset == lines[line].startIndex || lines[line][offset - 1] == 0x20 {
          try nextLine()
        } else if byte == 0x20 || byte == 0x09 {
          offset += 1
        } else {
          return
        }
      } else {
        try nextLine()
      }
    }
  }

  private mutating func node(depth: Int) throws(Stop) -> TextNode {
    guard depth < YAMLReader.maximumDepth else { throw broken("the value is nested too deeply") }
    try skipSpaces()
    let start = offset
    let content: TextNode.Content
    switch byte {
    case UInt8(ascii: "["): content = try list(depth: depth)
    case UInt8(ascii: "{"): content = try map(depth: depth)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): content = .scalar(.string(try quotedText()))
    case .some(let byte) where "&*!%@`|>".utf8.contains(byte):
      throw broken("unsupported YAML syntax. Quote the text if it is meant literally")
    default:
      let (value, end) = try plain()
      return TextNode(range: start..<end, content: .scalar(value))
    }
    return TextNode(range: start..<offset, content: content)
  }

  private mutating func list(depth: Int) throws(Stop) -> TextNode.Content {
    offset += 1
    var elements: [TextNode] = []
    while true {
      try skipSpaces()
      if byte == UInt8(ascii: "]") { break }
      elements.append(try node(depth: depth + 1))
      try skipSpaces()
      if byte == UInt8(ascii: "]") { break }
      guard byte == UInt8(ascii: ",") else { throw broken("expected a comma or a closing bracket") }
      offset += 1
    }
    offset += 1
    return .list(elements)
  }

  private mutating func map(depth: Int) throws(Stop) -> TextNode.Content {
    offset += 1
    var members: [TextMember] = []
    while true {
      try skipSpaces()
      if byte == UInt8(ascii: "}") { break }
      let key = try node(depth: depth + 1)
      try skipSpaces()
      var value = TextNode(range: key.range.upperBound..<key.range.upperBound, content: .scalar(.null))
      if byte == UInt8(ascii: ":") {
        offset += 1
        try skipSpaces()
        if byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") { value = try node(depth: depth + 1) }
        try skipSpaces()
      }
      members.append(TextMember(key: Self.name(of: key, in: self), keyRange: key.range, value: value))
      if byte == UInt8(ascii: "}") { break }
      guard byte == UInt8(ascii: ",") else { throw broken("expected a comma or a closing brace") }
      offset += 1
    }
    offset += 1
    return .object(members)
  }

  private static func name(of key: TextNode, in cursor: YAMLCursor) -> String {
    if let text = key.string { return text }
    let line = cursor.lines.first {
      $0.startIndex <= key.range.lowerBound && key.range.upperBound <= $0.endIndex
    }
    return line.map { $0[key.range].string } ?? ""
  }

  private mutating func plain() throws(Stop) -> (JSONValue, end: Int) {
    var bytes: [UInt8] = []
    var end = offset
    var isOneLine = true
    reading: while true {
      while let byte {
        if ",[]{}".utf8.contains(byte) { break reading }
        if byte == UInt8(ascii: ":") {
          let next = lines[line][(offset + 1)...].first
          if next.map({ $0 == 0x20 || ",[]{}".utf8.contains($0) }) ?? true { break reading }
        }
        if byte == UInt8(ascii: "#"), offset == lines[line].startIndex || lines[line][offset - 1] == 0x20 {
          break
        }
        bytes.append(byte)
        offset += 1
        if byte != 0x20 { end = offset }
      }
      while bytes.last == 0x20 { bytes.removeLast() }
      try nextLine()
      if lines[line].isBlank { continue }
      bytes.append(0x20)
      isOneLine = false
    }
    while bytes.last == 0x20 { bytes.removeLast() }
    if bytes.isEmpty { throw broken("expected a value") }
    let text = bytes[...].string
    return (isOneLine ? YAMLScalar.value(of: text) : .string(text), end)
  }

  // MARK: - Quotes

  private mutating func quotedText() throws(Stop) -> String {
    let quote = byte
    offset += 1
    var text = EscapedText()
    while true {
      guard let byte else {
        try foldLine(into: &text)
        continue
      }
      offset += 1
      if byte == quote {
        guard quote == UInt8(ascii: "'"), self.byte == quote else { return text.text }
        offset += 1
        text.append(byte)
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try escape(into: &text)
      } else {
        text.append(byte)
      }
    }
  }

  /// A line break is a space, a blank line a line break.
  private mutating func foldLine(into text: inout EscapedText) throws(Stop) {
    text.dropSpaces()
    try nextLine()
    var breaks = 0
    while lines[line].isBlank {
      try nextLine()
      breaks += 1
    }
    offset = lines[line].trimmedStart
    if breaks == 0 { text.append(0x20) }
    for _ in 0..<breaks { text.append(0x0A) }
  }

  private mutating func escape(into text: inout EscapedText) throws(Stop) {
    guard let escape = byte else {
      // The line break does not count.
      try nextLine()
      while lines[line].isBlank {
        try nextLine()
        text.append(0x0A)
      }
      offset = lines[line].trimmedStart
      return
    }
    offset += 1
    switch escape {
    case UInt8(ascii: "x"): try unit(digits: 2, into: &text)
    case UInt8(ascii: "u"): try unit(digits: 4, into: &text)
    case UInt8(ascii: "U"): try unit(digits: 8, into: &text)
    default:
      guard let unit = Self.escapes[escape] else {
        offset -= 1
        throw broken("unknown escape sequence")
      }
      text.append(unit: unit)
    }
  }

  private mutating func unit(digits: Int, into text: inout EscapedText) throws(Stop) {
    let hex = lines[line][offset...].prefix(digits)
    guard hex.count == digits, hex.allSatisfy(\.isASCIIHexDigit), let unit = UInt32(hex.string, radix: 16)
    else {
      throw broken("expected \(digits) hexadecimal digits")
    }
    offset += digits
    text.append(unit: unit)
  }

  private static let escapes: [UInt8: UInt32] = [
    UInt8(ascii: "0"): 0, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, 9: 9,
    UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    UInt8(ascii: "e"): 27, UInt8(ascii: " "): 32, UInt8(ascii: "\""): 34, UInt8(ascii: "\\"): 92,
    UInt8(ascii: "/"): 47, UInt8(ascii: "N"): 0x85, UInt8(ascii: "_"): 0xA0, UInt8(ascii: "L"): 0x2028,
    UInt8(ascii: "P"): 0x2029,
  ]
}
