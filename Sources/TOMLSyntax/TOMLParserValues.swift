// Values.
extension TOMLParser {
  mutating func value() throws(TOMLSyntaxError) -> TOMLValue {
    let start = position
    let content: TOMLValue.Content
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): content = .string(try string())
    case UInt8(ascii: "["): content = .array(try array())
    case UInt8(ascii: "{"): content = .table(try inlineTable())
    case UInt8(ascii: "t") where startsHere("true"):
      position += 4
      content = .boolean(true)
    case UInt8(ascii: "f") where startsHere("false"):
      position += 5
      content = .boolean(false)
    default: content = try number()
    }
    return TOMLValue(content, range: start..<position)
  }

  private mutating func string() throws(TOMLSyntaxError) -> String {
    let start = position
    let quote = bytes[start]
    if byte(at: 1) == quote, byte(at: 2) == quote {
      position += 3
      return try multilineString(quote: quote, from: start)
    }
    position += 1
    return quote == UInt8(ascii: "'") ? try literalString(from: start) : try basicString(from: start)
  }

  private mutating func array() throws(TOMLSyntaxError) -> [TOMLValue] {
    let start = position
    position += 1
    depth += 1
    try checkDepth(depth, start..<position)
    var elements: [TOMLValue] = []
    while true {
      try skipLines()
      if peek == UInt8(ascii: "]") { break }
      elements.append(try value())
      try skipLines()
      if peek == UInt8(ascii: "]") { break }
      guard peek == UInt8(ascii: ",") else {
        throw TOMLSyntaxError("expected `,` or `]` in an array", position..<position)
      }
      position += 1
    }
    position += 1
    depth -= 1
    return elements
  }

  /// Skips white space, comments and line breaks.
  private mutating func skipLines() throws(TOMLSyntaxError) {
    repeat {
      position += newlineLength
      skipWhiteSpace()
      try comment()
    } while isAtNewline
  }

  private mutating func inlineTable() throws(TOMLSyntaxError) -> TOMLTable {
    let start = position
    position += 1
    depth += 1
    try checkDepth(depth, start..<position)
    let table = TOMLTableBuilder(.header, start..<position)
    let outerSection = section
    let ownSection = nextSection()
    defer { section = outerSection }
    skipWhiteSpace()
    var isOpen = peek != UInt8(ascii: "}")
    while isOpen {
      section = ownSection
      try keyAndValue(into: table, depth: depth)
      skipWhiteSpace()
      isOpen = peek != UInt8(ascii: "}")
      guard isOpen else { break }
      guard peek == UInt8(ascii: ",") else {
        throw TOMLSyntaxError("expected `,` or `}` in an inline table", position..<position)
      }
      position += 1
      skipWhiteSpace()
    }
    position += 1
    depth -= 1
    return table.table
  }
}
